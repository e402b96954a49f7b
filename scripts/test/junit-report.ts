import { relative } from 'node:path';
import { toJUnit } from '../../checks/junit';
import type { Check } from '../../checks/outcome';

/** The part of Jest's `--json` that is read here. */
export interface JestResults {
  readonly startTime: number;
  readonly testResults: readonly {
    /** The file, absolute. */
    readonly name: string;
    readonly endTime: number;
    /** Why the file could not be run, if it has no tests. */
    readonly message: string;
    readonly status: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly duration?: number | null;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

/** The results of one or more runs of Jest as JUnit XML, for CodeBuild's report tab; a file that could not be run is a failed case. */
export function jestAsJUnit(runs: readonly JestResults[], root: string): string {
  const files = runs.flatMap((run) => run.testResults);
  const checks = files.flatMap(({ name, message, status, assertionResults }): Check[] => {
    const file = relative(root, name);
    if (assertionResults.length === 0 && status !== 'passed')
      return [{ name: file, status: 'failed', detail: message }];
    return assertionResults.map((test) => ({
      name: `${file}: ${test.fullName}`,
      status: test.status === 'passed' ? 'passed' : test.status === 'failed' ? 'failed' : 'not counted',
      detail: test.failureMessages?.join('\n') ?? '',
      seconds: (test.duration ?? 0) / 1000,
    }));
  });
  const start = Math.min(...runs.map((run) => run.startTime));
  const end = Math.max(...files.map(({ endTime }) => endTime), start);
  return toJUnit('tests', checks, (end - start) / 1000);
}
