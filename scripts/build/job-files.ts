import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { gates } from '../../contracts/gates';
import { type JobNames, jobs } from '../../contracts/job-programs';

/** Who owns a job, and where it is named. */
interface Owner extends Pick<JobNames, 'program'> {
  /** For example `the gate smoke`. */
  readonly who: string;
  readonly namedIn: string;
}

const ownersOf = (
  kind: string,
  namedIn: string,
  names: Readonly<Record<string, Pick<JobNames, 'program'>>>,
): readonly Owner[] =>
  Object.entries(names).map(([name, { program }]) => ({ who: `the ${kind} ${name}`, namedIn, program }));

/** Every job of an environment. */
const shipped: readonly Owner[] = [
  ...ownersOf('gate', 'contracts/gates.ts', gates),
  ...ownersOf('job', 'contracts/job-programs.ts', jobs),
];

/**
 * Looks whether every job has its program and its build specification: without the one the bundle of checks has nothing to run,
 * without the other the pipeline has no project.
 *
 * @param root folder of the repository
 * @throws CodedError TAP2017 naming every file that is missing
 */
export function requireJobFiles(root: string, owners: readonly Owner[] = shipped): void {
  const missing = owners.flatMap(({ who, namedIn, program }) =>
    [`checks/${program}/main.ts`, `buildspecs/${program}.yml`]
      .filter((file) => !existsSync(join(root, file)))
      .map((file) => `${who} needs ${file}, which is missing; write it, or take ${who} out of ${namedIn}`),
  );
  if (missing.length > 0) throw new CodedError('TAP2017', missing.join('\n'));
}
