import { join } from 'node:path';
import { readExplanations } from '../../scripts/templates/explanations';

const explanations = readExplanations(join(__dirname, '../../docs/findings.md'));

test('docs/findings.md explains each finding once', () => {
  expect(explanations.length).toBeGreaterThan(10);
  const keys = explanations.map(({ tool, id, place }) => `${tool} ${id} ${place}`);
  expect(new Set(keys).size).toBe(keys.length);
});

test('of cfn-lint nothing stays but waits that the CDK’s own constructs name twice', () => {
  const ids = explanations.filter(({ tool }) => tool === 'cfn-lint').map(({ id }) => id);
  expect(new Set(ids)).toEqual(new Set(['W3005']));
});
