import { resolve } from 'node:path';
import type { DeliveryConfiguration } from '../../lib/config';
import { CodedError } from '../../lib/errors';
import { type AssemblyStack, readAssembly } from '../build/assembly';
import { accountOf } from './places-of';

/**
 * The stacks of a cloud assembly that somebody has synthesized before, as `npm run synth` leaves it.
 *
 * @throws CodedError TAP2006 if there is none, TAP6102 if it is another configuration's
 */
export function givenAssembly(
  folder: string,
  { pipeline, environments }: DeliveryConfiguration,
): readonly AssemblyStack[] {
  const stacks = readAssembly(resolve(folder));
  const accounts = [pipeline, ...environments].map(({ account }) => account);
  const stray = stacks.find((stack) => !accounts.includes(accountOf(stack)));
  const lacking = environments.find(({ name }) => !stacks.some(({ stage }) => stage === name));
  if (stray === undefined && lacking === undefined) return stacks;
  const how =
    lacking === undefined ? `has stack ${stray?.name} in ${stray?.account}` : `has no stack of ${lacking.name}`;
  throw new CodedError(
    'TAP6102',
    `--assembly: ${folder} ${how}, so it is another configuration's; run npm run synth again, or leave the option out`,
  );
}
