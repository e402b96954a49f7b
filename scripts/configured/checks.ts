import type { Lane } from '../test/step';
import { libStep, lintStep, synthStep, templateStep, testLanes, typeSteps } from '../test/steps';
import type { Row } from './row';

/** Gives what was edited the form that the linter asks for, as an editor does. */
export function formatting(files: readonly string[]): Lane {
  return [{ name: 'form', args: ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', ...files] }];
}

/**
 * What a configured copy has to pass, one step after the other: the strict synth and the template tests; where the text of a page
 * is in it, types and lint; where code differs, all of `npm test`.
 *
 * @param typed true: types and lint in any case; they say the same of all copies of which only data differ
 */
export function checksOf({ asIn, source = [] }: Row, root: string, typed: boolean): Lane {
  if (source.length > 0) return testLanes(root).flat();
  return [...(typed || asIn !== undefined ? [...typeSteps(root), lintStep] : []), synthStep, libStep, templateStep];
}
