import type { Lane } from '../test/step';
import { libStep, lintStep, recordStep, templateStep, testLanes, typeSteps } from '../test/steps';
import type { Row, SourceEdit } from './row';
import { configurationFile } from './write-edits';

const docsStep = { name: 'npm run docs', args: ['--import', 'tsx', 'scripts/docs.ts'] };

/**
 * What a person does after the edits: gives them the form that the linter asks for, as an editor does, records in a strict synth
 * how many findings are acknowledged, and draws the docs anew.
 */
export function afterEdits({ drawn = false }: Row, edits: readonly SourceEdit[]): Lane {
  const files = edits.map(({ file }) => file);
  const form = { name: 'form', args: ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', ...files] };
  return [form, recordStep, ...(drawn ? [docsStep] : [])];
}

/**
 * What a configured copy has to pass after its strict synth, one step after the other: the tests of lib and the template tests;
 * where the text of a page is in it, types and lint; where more than the configuration differs, all of `npm test`.
 *
 * @param typed true: types and lint in any case; they say the same of all copies of which only data differ
 */
export function checksOf({ asIn }: Row, edits: readonly SourceEdit[], root: string, typed: boolean): Lane {
  if (edits.some(({ file }) => file !== configurationFile)) return testLanes(root).flat();
  return [...(typed || asIn !== undefined ? [...typeSteps(root), lintStep] : []), libStep, templateStep];
}
