import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Evidence, evidence } from '../../../checks/evidence';
import type { BuildSpec, FileSelection } from '../../model/build-spec';
import { collectFiles, filesBelow } from './collect-files';

/** What gates leave beside their reports: their evidence, and reports that no report group takes. */
const leftByGates: FileSelection = {
  files: ['evidence/**/*', 'reports/**/*'],
  excludePaths: [],
  baseDirectory: '.',
  discardPaths: false,
};

/**
 * Copies the reports that the build specification names, and what a gate has left, to a folder of the rehearsal's report.
 *
 * @returns the evidence files among them, read; one that does not fit the schema counts for nothing
 */
export async function collectResults(source: string, spec: BuildSpec, target: string): Promise<readonly Evidence[]> {
  for (const report of spec.reports) {
    await collectFiles(source, report, join(target, report.group.split('/').at(-1) ?? report.group));
  }
  await collectFiles(source, leftByGates, target);
  const found: Evidence[] = [];
  for (const file of await filesBelow(join(target, 'evidence'))) {
    const judged = evidence.safeParse(await readJson(join(target, 'evidence', file)));
    if (judged.success) found.push(judged.data);
  }
  return found;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
