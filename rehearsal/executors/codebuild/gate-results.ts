import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Evidence, evidence } from '../../../checks/evidence';
import type { BuildSpec, FileSelection } from '../../model/build-spec';
import { collectFiles, filesBelow } from './collect-files';
import { whyNotPassed } from './why-failed';

/** What gates leave beside their reports: their evidence, and reports that no report group takes. */
const leftByGates: FileSelection = {
  files: ['evidence/**/*', 'reports/**/*'],
  excludePaths: [],
  baseDirectory: '.',
  discardPaths: false,
};

/** What a job that is a gate must leave evidence of. */
export interface GateIdentity {
  readonly environment: string;
  readonly commit: string | undefined;
  readonly execution: string | undefined;
}

/**
 * Whether a job is a gate: it is told an environment to judge, and where to keep the evidence. A job that judges no environment
 * may keep something there, too, as that of the image keeps its scan.
 *
 * @param env the job's environment
 */
export function gateIdentity(env: Readonly<Record<string, string>>): GateIdentity | undefined {
  if (env.EVIDENCE_BUCKET === undefined || env.ENVIRONMENT === undefined) return undefined;
  return { environment: env.ENVIRONMENT, commit: env.COMMIT, execution: env.EXECUTION };
}

/**
 * Why a gate whose job ended with 0 has not passed, as a sentence; undefined if its evidence says so. A gate passes on what
 * it saw alone: no evidence, or evidence of anything else, is no pass.
 */
export function objection(judged: readonly Evidence[]): string | undefined {
  const onAws = 'on AWS the pipeline would have gone on';
  if (judged.length === 0) return `Its job ended with 0 and left no evidence of its own; ${onAws}.`;
  const bad = whyNotPassed(judged);
  return bad && `${bad}\nIts job ended with 0 all the same: ${onAws}.`;
}

/**
 * Copies the reports that the build specification names, and what a gate has left, to a folder of the rehearsal's report.
 *
 * @param gate whose evidence counts; undefined: the job is no gate, and what lies there is not its evidence
 * @returns the gate's own evidence, read; a file that does not fit the schema, or is of another environment, commit or
 * execution, counts for nothing
 */
export async function collectResults(
  source: string,
  spec: BuildSpec,
  target: string,
  gate: GateIdentity | undefined,
): Promise<readonly Evidence[]> {
  for (const report of spec.reports) {
    await collectFiles(source, report, join(target, report.group.split('/').at(-1) ?? report.group));
  }
  await collectFiles(source, leftByGates, target);
  const found: Evidence[] = [];
  for (const file of await filesBelow(join(target, 'evidence'))) {
    const judged = evidence.safeParse(await readJson(join(target, 'evidence', file)));
    if (gate && judged.success && isOf(judged.data, gate)) found.push(judged.data);
  }
  return found;
}

function isOf({ environment, commit, execution }: Evidence, gate: GateIdentity): boolean {
  return environment === gate.environment && commit === gate.commit && execution === gate.execution;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
