import { resolve } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { exitCodes, RunError } from '@delivery/rehearsal/command/run-error';
import type { DeliveryConfiguration } from '../../lib/config';
import { type AssemblyStack, readAssembly } from '../build/assembly';
import { accountOf } from './places-of';

/**
 * The stacks of a cloud assembly that somebody has synthesized before, as `npm run synth` leaves it.
 *
 * @throws RunError TAP6102 if there is none, or if it is another configuration's
 */
export function givenAssembly(
  folder: string,
  { pipeline, environments }: DeliveryConfiguration,
): readonly AssemblyStack[] {
  const stacks = read(folder);
  const accounts = [pipeline, ...environments].map(({ account }) => account);
  const stray = stacks.find((stack) => !accounts.includes(accountOf(stack)));
  const lacking = environments.find(({ name }) => !stacks.some(({ stage }) => stage === name));
  if (stray === undefined && lacking === undefined) return stacks;
  const how =
    lacking === undefined ? `has stack ${stray?.name} in ${stray?.account}` : `has no stack of ${lacking.name}`;
  throw wrong(folder, `${how}, so it is another configuration's`);
}

function read(folder: string): readonly AssemblyStack[] {
  try {
    return readAssembly(resolve(folder));
  } catch (error) {
    if (error instanceof CodedError) throw wrong(folder, 'holds no cloud assembly', error);
    throw error;
  }
}

function wrong(folder: string, how: string, cause?: CodedError): RunError {
  return new RunError(
    'TAP6102',
    exitCodes.wrongUse,
    `--assembly: ${folder} ${how}; run npm run synth again, or leave the option out`,
    { cause },
  );
}
