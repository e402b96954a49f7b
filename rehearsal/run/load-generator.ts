import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Difference } from '../events';
import type { Machine } from '../executors/codebuild/machine';
import { runProgram } from '../executors/process/run-program';

/** Where the commit pins the release that AWS jobs take. */
const pinned = join('scripts', 'setup', 'k6-releases.json');
/** Milliseconds that the program may take to say its version. */
const answerMs = 10_000;

/** In what the load generator that a build hands on differs from the release that it would take on AWS. */
export async function loadGeneratorDifferences(
  artifact: string,
  clone: string,
  machine: Machine,
  signal: AbortSignal,
): Promise<readonly Difference[]> {
  const program = join(artifact, 'k6');
  if (!existsSync(program)) return [];
  const release = await readFile(join(clone, pinned), 'utf8').then(
    (text) => z.object({ version: z.string() }).safeParse(JSON.parse(text)).data?.version,
    () => undefined,
  );
  if (release === undefined) return [];
  const env = { PATH: machine.path };
  const { stdout } = await runProgram({
    program,
    args: ['version'],
    cwd: artifact,
    env,
    signal,
    timeLimitMs: answerMs,
  });
  const here = /v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (here === release) return [];
  return [
    { onAws: `hands on k6 ${release}, the vendor's release`, here: `hands on k6 ${here ?? 'of unknown version'}` },
  ];
}
