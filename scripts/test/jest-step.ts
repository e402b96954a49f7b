import type { Step } from './step';

/** Test files that start programs (git, k6, a database, the shop's commands, small rehearsals) or synthesize anew: `npm run test:integration`. */
export const integrationTests = '\\.integration\\.ts$';

/** Test files that start the rehearsal's emulator: `npm run test:emulator`. */
export const emulatorTests = '\\.emulator\\.ts$';

/** Lines of Jest that a reader wants to see of a good run. */
const summary = /^(Tests|Test Suites|Statements|Branches|Functions|Lines)\b/;

/** For V8: each test file loads its modules anew and leaves them soon, so young objects get more room than 16 MB. */
const youngObjects = '--max-semi-space-size=32';

/** Also for V8, where each test file runs its code once: to optimize it takes a sixth of the CPU time, and saves nothing. */
const unoptimized = '--no-opt';

/** How a step runs Jest. */
export interface JestSettings {
  readonly env?: Step['env'];
  /** Whether most code of its tests runs once. @default false */
  readonly runsOnce?: boolean;
}

/** A step that runs Jest with these arguments and leaves its results in `results`. */
export function jestStep(
  name: string,
  args: readonly string[],
  results: string,
  { env = {}, runsOnce = false }: JestSettings = {},
): Step {
  const v8Options = [youngObjects, ...(runsOnce ? [unoptimized] : [])];
  return {
    name,
    // What a failed test has left open must not keep the whole build waiting: Jest ends when its tests have.
    args: [...v8Options, 'node_modules/jest/bin/jest.js', '--forceExit', ...args, '--json', `--outputFile=${results}`],
    env,
    show: summary,
    results,
  };
}

/** The environment of a step none of whose tests reads a synthesized template: the global set-up makes none. */
export const withoutAssemblies: Step['env'] = { TEST_WITHOUT_ASSEMBLIES: '1' };
