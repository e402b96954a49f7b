import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfiguration } from '../../../lib/config';
import { givenAssembly } from '../../../scripts/doctor/given-assembly';
import { europeData } from '../../fixtures/europe';
import { shippedData } from '../../fixtures/shipped';
import { writeSmallAssembly } from '../../helpers/small-assembly';

const folder = mkdtempSync(join(tmpdir(), 'given-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const abroad = parseConfiguration(europeData, {});
const atHome = parseConfiguration(shippedData, {});

test.each([
  ['with accounts', abroad],
  ['without accounts', atHome],
])('an assembly of the configuration %s is taken', (_, configuration) => {
  writeSmallAssembly(folder, configuration);
  expect(givenAssembly(folder, configuration).map(({ stage }) => stage)).toEqual(
    configuration.environments.map(({ name }) => name),
  );
});

test('an assembly with stacks in other accounts is refused', () => {
  writeSmallAssembly(folder, abroad);
  expect(() => givenAssembly(folder, atHome)).toThrow(/^TAP6102: --assembly: .* has stack Dev-Network in 222222222222/);
});

test('an assembly without an environment is refused', () => {
  const [first] = abroad.environments;
  if (first === undefined) throw new Error('no environment');
  const [, ...others] = abroad.environments;
  writeSmallAssembly(folder, { ...abroad, environments: others });
  expect(() => givenAssembly(folder, abroad)).toThrow(new RegExp(`^TAP6102: .* has no stack of ${first.name}`));
});

test('a folder without an assembly is refused as wrong use, by its name', () => {
  const nowhere = join(folder, 'nowhere');
  expect(() => givenAssembly(nowhere, abroad)).toThrow(
    expect.objectContaining({ code: 'TAP6102', exitCode: 2, message: expect.stringContaining(nowhere) }),
  );
});
