import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { BuildSpec } from 'aws-cdk-lib/aws-codebuild';
import { parse } from 'yaml';
import type { GateProgram } from '../../contracts/gates';
import type { JobProgram } from '../../contracts/job-programs';

/** The kinds of CodeBuild job that this repository defines itself; each is one file in `buildspecs/`. */
export type JobKind = 'image' | 'synth' | GateProgram | JobProgram;

const folder = join(__dirname, '..', '..', 'buildspecs');

/**
 * Reads a job's build specification for its project, where it stands inline.
 *
 * The files name their reports by a short word; CodeBuild wants the ARN of a group that exists, or would make one of
 * its own without an export.
 *
 * @param reportGroupArns ARN of the report group for each report that the file names
 * @throws CodedError TAP1802 if file and report groups don't name the same reports
 */
export function inlineBuildSpecification(
  kind: JobKind,
  reportGroupArns: Readonly<Record<string, string>> = {},
): BuildSpec {
  const { reports = {}, ...specification } = parse(readFileSync(join(folder, `${kind}.yml`), 'utf8')) as {
    readonly reports?: Readonly<Record<string, object>>;
  } & Record<string, unknown>;
  const inFile = Object.keys(reports).sort().join(', ');
  const inStack = Object.keys(reportGroupArns).sort().join(', ');
  if (inFile !== inStack) {
    throw new CodedError(
      'TAP1802',
      `buildspecs/${kind}.yml names the reports [${inFile}], its project has report groups for [${inStack}]; name the same in both`,
    );
  }
  const byArn = Object.fromEntries(Object.entries(reports).map(([name, report]) => [reportGroupArns[name], report]));
  return BuildSpec.fromObject(inFile ? { ...specification, reports: byArn } : specification);
}
