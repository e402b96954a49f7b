import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chainOf } from '../../scripts/build/chain';
import { pipelinePicture } from '../../scripts/docs/picture';
import { stacksOf } from '../helpers/assembly';

test('docs/pipeline.svg shows the pipeline as it is synthesized (npm run docs makes it)', () => {
  const chain = chainOf(stacksOf());
  expect(chain.length).toBeGreaterThan(5);
  const committed = readFileSync(join(__dirname, '../../docs/pipeline.svg'), 'utf8');
  expect(committed === pipelinePicture(chain)).toBe(true);
  const shown = chain.flatMap(({ name, steps }) => [
    name,
    ...steps.flat().map((action) => action.replace(/\.Deploy$/, '')),
  ]);
  expect(shown.filter((text) => !committed.includes(`>${text}</text>`))).toEqual([]);
});
