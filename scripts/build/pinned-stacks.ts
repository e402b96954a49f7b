import { CodedError } from '@delivery/coded-error';
import { type Pin, type Pinned, pinName } from '../../lib/config/pin';
import type { AssemblyStack } from './assembly';

/** Types whose resources hold what nobody can make again: records, files, keys, images, logs. */
const dataTypes =
  /^AWS::(RDS::DBCluster|S3::Bucket|KMS::Key|SecretsManager::Secret|ECR::Repository|Logs::LogGroup|DynamoDB::(Table|GlobalTable)|EFS::FileSystem)$/;

/** What holds data in each stack, by the stack's name and the resource's logical id, with its type. */
export function holdingsOf(stacks: readonly AssemblyStack[]): Pinned['stacks'] {
  return Object.fromEntries(
    stacks.map(({ name, template }) => [
      name,
      Object.fromEntries(
        Object.entries(template.Resources).flatMap(([id, { Type }]) => (dataTypes.test(Type) ? [[id, Type]] : [])),
      ),
    ]),
  );
}

/**
 * That every pinned stack is there under its name, and in it what holds data under its logical id: CloudFormation knows both by
 * nothing else.
 *
 * @throws CodedError TAP2141 if a stack is gone, TAP2142 if what holds data is
 */
export function requirePinnedStacks(stacks: readonly AssemblyStack[], pin: Pin | undefined): void {
  if (pin === undefined) return;
  const there = holdingsOf(stacks);
  for (const pinned of [pin.pipeline, ...Object.values(pin.environments)]) {
    for (const [name, holdings] of Object.entries(pinned.stacks)) requireStack(name, holdings, there[name]);
  }
}

type Holdings = Pinned['stacks'][string];

function requireStack(name: string, pinned: Holdings, there: Holdings | undefined): void {
  if (there === undefined) {
    throw new CodedError(
      'TAP2141',
      `stack ${name}: is pinned (${pinName}) and no longer synthesized: it would stay deployed, and be updated no more; take it back, or say what becomes of it: ${ways(name)}`,
    );
  }
  for (const [id, type] of Object.entries(pinned)) {
    if (there[id] === type) continue;
    throw new CodedError(
      'TAP2142',
      `stack ${name}: ${id} (${type}) is pinned (${pinName}) and no longer there, so CloudFormation would make an empty one under another id and let this one go; keep its id by overrideLogicalId('${id}'), or say what becomes of it: ${ways(`${name}/${id}`)}`,
    );
  }
}

function ways(name: string): string {
  return `npm run pin -- --removed ${name}, or npm run pin -- --renamed ${name}=NAME if it was moved there`;
}

/** What the strict synth says of environments of which nothing is pinned; nothing where all are. */
export function describePins(stacks: readonly AssemblyStack[], pin: Pin | undefined): string | undefined {
  const stages = [...new Set(stacks.flatMap(({ stage }) => stage ?? []))];
  const open = stages.filter((stage) => pin?.environments[stage] === undefined);
  if (open.length === 0) return undefined;
  return `Not pinned: ${open.join(', ')}. Once deployed, npm run pin, so that no commit changes what can't change (docs/changing.md)`;
}
