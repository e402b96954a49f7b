import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { runProgram } from '@delivery/rehearsal/executors/process/run-program';
import type { Repository } from '@delivery/rehearsal/run/repository';
import { type AssemblyStack, readAssembly } from '../build/assembly';

/** Milliseconds for `npm ci` and a synth, generous. */
const timeLimitMs = 15 * 60_000;

interface SynthesizeRevision {
  readonly repository: Repository;
  /** As the person named it, for messages. */
  readonly revision: string;
  readonly commit: string;
  /** A folder that is not there yet. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Synthesizes a commit in a clone of its own, strictly and by its own scripts, with its own packages: those of the repository
 * where the lock files say the same, else by `npm ci`.
 *
 * @throws CodedError TAP2122 if it can't be synthesized
 */
export async function synthesizeRevision(order: SynthesizeRevision): Promise<readonly AssemblyStack[]> {
  const { repository, revision, commit, folder, signal } = order;
  await repository.clone(commit, folder);
  const lock = (root: string) => readFileSync(join(root, 'package-lock.json'), 'utf8');
  if (existsSync(join(repository.root, 'node_modules')) && lock(repository.root) === lock(folder)) {
    symlinkSync(join(repository.root, 'node_modules'), join(folder, 'node_modules'));
  }
  const { status, output } = await runProgram({
    program: process.execPath,
    args: [join(folder, 'scripts', 'launch.mjs'), 'synth', 'scripts/synth.ts'],
    cwd: folder,
    env: process.env as Record<string, string>,
    signal,
    timeLimitMs,
  });
  signal.throwIfAborted();
  if (status === 0) return readAssembly(join(folder, 'cdk.out'));
  throw new CodedError('TAP2122', `${revision} (${commit.slice(0, 12)}) does not pass its strict synth:\n${output}`);
}
