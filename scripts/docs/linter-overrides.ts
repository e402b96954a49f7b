import { type Direction, directions, refusedIn } from './import-directions';

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

/** Everything in which the linter's configuration differs by folder. */
export function linterOverrides(): readonly LinterOverride[] {
  return [...directions.map(held), lengthInTests];
}

function held(direction: Direction): LinterOverride {
  const patterns = [{ group: refusedIn(direction), message: direction.message }];
  return {
    includes: [`${direction.folder}/**`],
    linter: { rules: { style: { noRestrictedImports: { level: 'error', options: { patterns } } } } },
  };
}
