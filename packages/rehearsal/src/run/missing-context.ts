import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { exitCodes, RunError } from '../command/run-error';

const manifest = z.object({ missing: z.array(z.object({ key: z.string(), provider: z.string() })).default([]) });

/**
 * Refuses an assembly in whose place the CDK would look up values of an account first, such as a VPC or the newest image: the local
 * cloud would invent them. https://docs.aws.amazon.com/cdk/v2/guide/context.html
 *
 * @param folder where the assembly was to be made; one without a manifest lacks nothing
 * @throws RunError TAP4073, with every key
 */
export async function refuseMissingContext(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const { missing } = manifest.parse(JSON.parse(text));
  if (missing.length === 0) return;
  const lines = missing.map(({ key, provider }) => `  ${key} (looked up by ${provider})`);
  throw new RunError(
    'TAP4073',
    exitCodes.wrongUse,
    `The commit needs context that is not in its cdk.context.json, and the rehearsal looks nothing up:\n${lines.join('\n')}\n` +
      'Run "cdk synth" once in the folder of the app with credentials of the account, and commit cdk.context.json. Nothing was started.',
  );
}
