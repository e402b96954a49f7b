import { byHandSuffix } from '../../lib/constructs/public-name';
import type { AssemblyStack } from './assembly';

/** A DNS record that no stack makes. */
export interface RecordByHand {
  readonly stage: string;
  readonly name: string;
  /** Output of the deployed stack that says what the name is to lead to. */
  readonly output: string;
  readonly stack: string;
}

/** The records that somebody has to make, as the outputs of the stacks say. */
export function recordsByHand(stacks: readonly AssemblyStack[]): readonly RecordByHand[] {
  return stacks.flatMap(({ path, stage = '', template }) =>
    Object.entries(template.Outputs ?? {})
      .filter(([output]) => output.endsWith(byHandSuffix))
      .map(([output, { Value }]) => ({
        stage,
        name: /[a-z0-9.-]+(?= CNAME )/.exec(JSON.stringify(Value))?.[0] ?? '',
        output,
        stack: path.split('/').slice(-2).join('-'),
      })),
  );
}

/** The records as text; nothing if there are none. */
export function describeRecords(records: readonly RecordByHand[]): string | undefined {
  if (records.length === 0) return undefined;
  const lines = records.map(
    ({ stage, name, output, stack }) =>
      `  ${stage}: ${name}, as output ${output} of stack ${stack} says once it is deployed`,
  );
  return ['DNS records to make by hand, because no zone is configured for them (docs/deploy.md):', ...lines].join('\n');
}
