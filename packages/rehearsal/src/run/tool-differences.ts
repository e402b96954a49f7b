import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Tool } from '../configuration/configuration';
import type { Difference } from '../events/events';
import type { Machine } from '../executors/codebuild/machine';
import { runProgram } from '../executors/process/run-program';

/** Milliseconds that a program may take to say its version. */
const answerMs = 10_000;

/**
 * In what the tools that a build hands on differ from the releases that it would take on AWS.
 *
 * @param artifact folder of what it hands on
 * @param clone the commit, which pins the releases
 */
export async function toolDifferences(
  tools: readonly Tool[],
  artifact: string,
  clone: string,
  machine: Machine,
  signal: AbortSignal,
): Promise<readonly Difference[]> {
  const differences: Difference[] = [];
  for (const { program, pinnedIn } of tools) {
    if (pinnedIn === undefined || !existsSync(join(artifact, program))) continue;
    const release = await pinnedRelease(join(clone, pinnedIn));
    if (release === undefined) continue;
    const here = await releaseOf(join(artifact, program), artifact, machine, signal);
    if (here === release) continue;
    differences.push({
      onAws: `hands on ${program} ${release}, the vendor's release`,
      here: `hands on ${program} ${here ?? 'of unknown version'}`,
    });
  }
  return differences;
}

async function pinnedRelease(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : z.object({ version: z.string() }).safeParse(JSON.parse(text)).data?.version;
}

async function releaseOf(
  program: string,
  cwd: string,
  { path }: Machine,
  signal: AbortSignal,
): Promise<string | undefined> {
  const env = { PATH: path };
  const { stdout } = await runProgram({ program, args: ['version'], cwd, env, signal, timeLimitMs: answerMs });
  return /v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
}
