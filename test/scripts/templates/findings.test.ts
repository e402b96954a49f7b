import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findingsOf } from '../../../scripts/templates/findings';
import { type PlantedCopy, plantCopies, plantedId } from '../../../scripts/templates/planted-copies';
import type { Report } from '../../../scripts/templates/report';
import { stackWith } from './support';

describe('what a tool reported', () => {
  const folder = mkdtempSync(join(tmpdir(), 'findings-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const copies = plantCopies([stackWith({}), stackWith({}, 'us-east-1', 'another'), stackWith({ a: 1 })], folder);
  const about = ({ file }: PlantedCopy, resource: string | undefined, id = 'X1'): Report => ({
    file,
    id,
    resource,
    message: 'wrong',
  });
  const seen = copies.map((copy) => about(copy, plantedId));
  const [first] = copies;
  if (first === undefined) throw new Error('there is no copy');

  test('becomes a finding at the construct of each stack with that template; the planted faults are none', () => {
    const found = findingsOf('checkov', copies, [...seen, about(first, 'Bucket0123ABCD')]);
    const common = { tool: 'checkov', id: 'X1', place: 'Edge/Files/Bucket', stack: 'PipelineStack/Dev/Edge' };
    expect(found).toEqual([
      { ...common, assembly: 'cdk.out', message: 'wrong' },
      { ...common, assembly: 'another', message: 'wrong' },
    ]);
  });

  test.each([
    ['what is in no resource, at the stack', undefined, 'Edge'],
    ['a resource without a construct’s path, at its logical id', 'Other', 'Edge/Other'],
  ])('stands, for %s', (_, resource, place) => {
    expect(findingsOf('cfn-lint', copies, [...seen, about(first, resource)])[0]?.place).toBe(place);
  });

  test('counts only if it has the planted fault of every template', () => {
    expect(findingsOf('cfn-lint', copies, seen)).toEqual([]);
    expect(() => findingsOf('cfn-lint', copies, seen.slice(1))).toThrow(
      /^TAP2052: cfn-lint .*PipelineStack\/Dev\/Edge of cdk\.out and PipelineStack\/Dev\/Edge of another/,
    );
  });
});
