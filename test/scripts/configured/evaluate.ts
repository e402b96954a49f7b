import { transformSync } from '@swc/core';
import type { DeliveryData } from '../../../lib/config';

/** What the text of a team's file says. */
export function evaluate(text: string): DeliveryData {
  const { code } = transformSync(text, { jsc: { parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } });
  const module: { exports: { deliveryData?: DeliveryData } } = { exports: {} };
  new Function('module', 'exports', code)(module, module.exports);
  if (module.exports.deliveryData === undefined) throw new Error('the text exports no deliveryData');
  return module.exports.deliveryData;
}
