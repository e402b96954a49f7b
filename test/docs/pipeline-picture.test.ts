import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChainStage, chainOf } from '../../scripts/build/chain';
import { chainIn, pipelinePicture } from '../../scripts/docs/picture';
import { stacksOf } from '../helpers/assembly';
import { variants } from '../helpers/variants';

/** The picture in the README: that of the team's own pipeline when it was made, whatever is configured now. */
const committed = readFileSync(join(__dirname, '../../docs/pipeline.svg'), 'utf8');

/** What environments go through: the last parts of their actions' names, which no configuration changes. */
function ofEnvironments(chain: readonly ChainStage[]): readonly string[] {
  const names = chain
    .filter(({ deployLevels }) => deployLevels > 0)
    .flatMap(({ steps }) => steps.flat())
    .map((action) => action.replace(/\.Deploy$/, ''))
    .map((action) => action.split('.').at(-1) ?? action);
  return [...new Set(names)].sort();
}

describe('the picture of the pipeline', () => {
  test.each(variants)('shows every stage and every action: %s', (variant) => {
    const chain = chainOf(stacksOf(variant));
    expect(chain.length).toBeGreaterThan(5);
    const picture = pipelinePicture(chain);
    const shown = chain.flatMap(({ name, steps }) => [
      name,
      ...steps.flat().map((action) => action.replace(/\.Deploy$/, '')),
    ]);
    expect(shown.filter((text) => !picture.includes(`>${text}</text>`))).toEqual([]);
  });

  test('tells the chain that it shows', () => {
    const chain: readonly ChainStage[] = [{ name: 'A', steps: [['B & "C"', '<D>'], ['E']], deployLevels: 0 }];
    expect(chainIn(pipelinePicture(chain))).toEqual(chain);
    expect(() => chainIn('<svg></svg>')).toThrow(/npm run docs/);
  });

  test('in docs is drawn as it would be today (npm run docs makes it)', () => {
    expect(committed === pipelinePicture(chainIn(committed))).toBe(true);
  });

  test('in docs shows what environments go through today (npm run docs makes it)', () => {
    const today = ofEnvironments(chainOf(stacksOf()));
    expect(today.length).toBeGreaterThan(5);
    expect(ofEnvironments(chainIn(committed))).toEqual(today);
  });
});
