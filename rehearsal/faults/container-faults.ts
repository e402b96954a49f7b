import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from '@delivery/rehearsal/faults/fault';
import { buildStage } from '@delivery/rehearsal/faults/places';

/** Commits whose image is built and starts, and breaks a promise all the same. */
export const containerFaults: readonly Fault[] = [
  {
    name: 'health-lies',
    gate: `${buildStage}/Image`,
    description: 'The health of every service is good, whatever becomes of the database.',
    trace: /TAP2034.*answered 200/,
    edit: (clone) => change(clone, 'app/src/http/health.ts', "result.status === 'unavailable' ? 503 : 200", '200'),
  },
  {
    name: 'sigterm-ignored',
    gate: `${buildStage}/Image`,
    description: 'No service ends when it is told to.',
    trace: /TAP2035.*was killed/,
    edit: (clone) =>
      change(clone, 'app/src/shutdown.ts', "process.on('SIGTERM', stop)", "process.on('SIGTERM', () => undefined)"),
  },
];

/** @returns the changed file, or undefined if it does not have the text once */
async function change(clone: string, file: string, text: string, by: string): Promise<string | undefined> {
  const path = join(clone, file);
  const content = await readFile(path, 'utf8').catch(() => '');
  if (content.split(text).length !== 2) return undefined;
  await writeFile(
    path,
    content.replace(text, () => by),
  );
  return file;
}
