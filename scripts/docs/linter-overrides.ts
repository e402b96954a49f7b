import { type Direction, directions, levelsOf, refusedIn } from './import-directions';

/** One entry of `overrides` in the linter's configuration. */
export interface LinterOverride {
  readonly includes: readonly string[];
  readonly linter: { readonly rules: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
}

/** Folders of tests. A folder `test` of programs, as `scripts/` has one, is none of them. */
const tests = ['test/**', 'app/test/**', 'packages/*/test/**'];

/** A `describe` is a function to the linter: in tests it would count a whole file for one. */
const lengthInTests: LinterOverride = {
  includes: tests,
  linter: { rules: { complexity: { noExcessiveLinesPerFunction: 'off' } } },
};

/** What a package runs comes with it wherever it goes; what only its tests need does not. */
const ownDependencies: LinterOverride = {
  includes: ['packages/*/src/**'],
  linter: {
    rules: {
      correctness: { noUndeclaredDependencies: { level: 'error', options: { devDependencies: false } } },
    },
  },
};

/** What is there without being installed: k6's own modules, and the SDK in Lambda's runtime. */
const broughtAlong: LinterOverride = {
  includes: ['loadtests/**', 'packages/rehearsal/examples/*/function/**'],
  linter: { rules: { correctness: { noUndeclaredDependencies: 'off' } } },
};

/** Everything in which the linter's configuration differs by folder. */
export function linterOverrides(): readonly LinterOverride[] {
  return [...directions.flatMap(held), lengthInTests, ownDependencies, broughtAlong];
}

/** One entry for each level below the folder: from each, what is above it has another path. */
function held(direction: Direction): readonly LinterOverride[] {
  const deepest = levelsOf(direction);
  return Array.from({ length: deepest + 1 }, (_, level) => {
    const patterns = [{ group: refusedIn(direction, level), message: direction.message }];
    return {
      includes: [`${direction.folder}${'/*'.repeat(level)}/${level === deepest ? '**' : '*'}`],
      linter: { rules: { style: { noRestrictedImports: { level: 'error', options: { patterns } } } } },
    };
  });
}
