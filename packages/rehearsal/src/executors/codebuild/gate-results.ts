import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GateEvidence } from '../../events/gate-evidence';
import type { BuildSpec, FileSelection } from '../../model/build-spec';
import { collectFiles, filesBelow } from './collect-files';
import type { GateIdentity, Gates } from './gates';
import { whyNotPassed } from './why-failed';

/**
 * Why a gate whose job ended with 0 has not passed, as a sentence; undefined if its evidence says so. A gate passes on what
 * it saw alone: no evidence, or evidence of anything else, is no pass.
 */
export function objection(judged: readonly GateEvidence[], gates: Gates): string | undefined {
  const onAws = 'on AWS the pipeline would have gone on';
  if (judged.length === 0) return `Its job ended with 0 and left no evidence of its own; ${onAws}.`;
  const bad = whyNotPassed(judged, gates);
  return bad && `${bad}\nIts job ended with 0 all the same: ${onAws}.`;
}

/**
 * Copies the reports that the build specification names, and what a gate has left, to a folder of the rehearsal's report.
 *
 * @param gates how the pipeline's gates say what they saw
 * @param gate whose evidence counts; undefined: the job is no gate, and what lies there is not its evidence
 * @param since when the job began: evidence from before it, or from the future, is not its own
 * @returns the gate's own evidence, read; a file that does not fit the schema, or is of another gate, environment, commit or
 * execution, counts for nothing
 */
export async function collectResults(
  source: string,
  spec: BuildSpec,
  target: string,
  gates: Gates | undefined,
  gate: GateIdentity | undefined,
  since: Date,
): Promise<readonly GateEvidence[]> {
  for (const report of spec.reports) {
    await collectFiles(source, report, join(target, report.group.split('/').at(-1) ?? report.group));
  }
  if (gates === undefined) return [];
  await collectFiles(source, leftBy(gates), target);
  const found: GateEvidence[] = [];
  const folder = join(target, gates.evidenceFolder);
  for (const file of await filesBelow(folder)) {
    const judged = gates.read(await readJson(join(folder, file)));
    if (gate && judged && isOf(judged, gate) && isFrom(judged, since)) found.push(judged);
  }
  return found;
}

/** What gates leave beside the reports that a report group takes. */
function leftBy({ evidenceFolder, reports = [] }: Gates): FileSelection {
  return { files: [`${evidenceFolder}/**/*`, ...reports], excludePaths: [], baseDirectory: '.', discardPaths: false };
}

function isOf(judged: GateEvidence, { gate = judged.gate, environment, commit, execution }: GateIdentity): boolean {
  return (
    judged.gate === gate &&
    judged.environment === environment &&
    judged.commit === commit &&
    judged.execution === execution
  );
}

function isFrom({ startedAt, endedAt }: GateEvidence, since: Date): boolean {
  const [from, to] = [Date.parse(startedAt), Date.parse(endedAt)];
  return since.getTime() <= from && from <= to && to <= Date.now();
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
