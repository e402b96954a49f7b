import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gates } from '../../contracts/gates';
import { jobs } from '../../contracts/job-programs';
import { inlineBuildSpecification } from '../../lib/gates/build-specification';

test('a report that the file names and the project has no group for is refused, and the other way round', () => {
  expect(() => inlineBuildSpecification('smoke')).toThrow(
    /^TAP1802: buildspecs\/smoke\.yml names the reports \[smoke\]/,
  );
  expect(() => inlineBuildSpecification('image', { unit: 'arn' })).toThrow(/^TAP1802: .*report groups for \[unit\]/);
});

test('a report stands below the ARN of its group', () => {
  const text = inlineBuildSpecification('smoke', { smoke: 'arn:of:group' }).toBuildSpec();
  expect(text).toBeDefined();
  expect(() => inlineBuildSpecification('image')).not.toThrow();
});

test('each file in buildspecs is one kind of job', () => {
  const files = readdirSync(join(__dirname, '..', '..', 'buildspecs')).sort();
  const programs = [...Object.values(gates), ...Object.values(jobs)].map(({ program }) => program);
  expect(files).toEqual(['image', 'synth', ...programs].map((kind) => `${kind}.yml`).sort());
});
