import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { transformSync } from '@swc/core';
import type { DeliveryData } from '../../lib/config';

/**
 * What a text says as the team's file: the value of its `deliveryData`, as plain data that share no parts.
 *
 * @param file where the text stands, or is to stand: what it imports is looked for from there
 * @throws Error of the text itself
 */
export function evaluate(text: string, file: string): DeliveryData {
  const { code } = transformSync(text, {
    configFile: false,
    swcrc: false,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  const module = { exports: {} as { readonly deliveryData?: DeliveryData } };
  compileFunction(code, ['module', 'exports', 'require'])(module, module.exports, createRequire(file));
  const { deliveryData } = module.exports;
  if (deliveryData === undefined) throw new Error('it exports no deliveryData');
  return JSON.parse(JSON.stringify(deliveryData)) as DeliveryData;
}
