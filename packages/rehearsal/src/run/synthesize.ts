import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes, RunError } from '../command/run-error';
import type { Synth } from '../configuration/configuration';
import type { Emit } from '../events/events';
import { tellingLines } from '../executors/codebuild/telling-lines';
import type { Revision } from '../executors/executor-context';
import { Assembly, type AssemblyOptions } from './assembly';
import { type Cdk, runCdk, whyCdkFailed } from './cdk';
import { refuseMissingContext } from './missing-context';

export interface SynthOptions extends AssemblyOptions {
  readonly synth: Synth;
  /** Folder in which the assembly of this commit may lie already, and is kept otherwise. @default - it is made anew */
  readonly kept?: string;
  /** Name of the folder beside the app for an assembly that is not kept. @default cdk.out */
  readonly output?: string;
}

/**
 * Synthesizes a commit, as the person did who deployed its pipeline. The strict gate is left to the pipeline's own synth.
 *
 * @throws RunError TAP4073 for context that would be looked up, TAP4055 for an invalid configuration, TAP4049 for any other commit
 * that can't be synthesized
 */
export async function synthesize(cdk: Cdk, revision: Revision, options: SynthOptions, emit: Emit): Promise<Assembly> {
  const { synth, kept, output: name = 'cdk.out' } = options;
  const read = (from: string) => Assembly.read(from, options);
  const folder = kept === undefined ? join(cdk.folder, name) : join(kept, revision.commit);
  if (kept !== undefined && existsSync(join(folder, 'manifest.json'))) return read(folder);
  emit({ type: 'phase', text: `Synthesizing ${revision.commit.slice(0, 10)}` });
  const draft = `${folder}.draft`;
  const args = ['synth', '--quiet', '--no-lookups', '--output', draft];
  const { status, output } = await runCdk(cdk, args, synth.variables ?? {});
  await refuseMissingContext(draft);
  if (status === 0) {
    await rename(draft, folder);
    return read(folder);
  }
  const lines = output.trim().split('\n');
  const problem = lines.findIndex((line) => synth.invalidConfiguration?.test(line));
  if (problem >= 0) {
    // All of them: whoever mends the last few alone comes back with the first.
    throw new RunError(
      'TAP4055',
      exitCodes.wrongUse,
      `The configuration is invalid:\n${lines.slice(problem).join('\n')}`,
    );
  }
  // No action is at fault: before the synth no pipeline is known.
  const which = `The commit ${revision.commit.slice(0, 10)}`;
  const reason = whyCdkFailed(cdk, `${which} can't be synthesized:\n${tellingLines(lines).join('\n')}`);
  throw new RunError('TAP4049', exitCodes.stopped, reason);
}
