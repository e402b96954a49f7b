import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Repository } from '@delivery/rehearsal/run/repository';
import { fixture } from '../../../packages/rehearsal/test/run/fixture';
import type { Row } from '../../../scripts/configured/row';
import { type RunRows, runRows } from '../../../scripts/configured/run-rows';
import { configurationFile } from '../../../scripts/configured/write-edits';
import { shippedData } from '../../fixtures/shipped';

/**
 * A repository whose tools only seem to be there: each says its name, and fails or hangs if the copy's configuration says so.
 */
const { root, write, git, commit } = fixture();
const tool = (name: string) => `
const { appendFileSync, readFileSync } = require('node:fs');
const said = readFileSync('${configurationFile}', 'utf8');
console.log('${name} was here');
if (process.argv.includes('--write')) process.exit(0);
appendFileSync(process.env.TOOLS_SEEN, '${name}\\n');
if (said.includes('"fail-${name}"')) process.exit(1);
if (said.includes('"hang"')) setTimeout(() => undefined, 60_000);
`;
const folder = mkdtempSync(join(tmpdir(), 'rows-test-'));
const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith('tap-configured-'));
const seen = join(folder, 'seen');
const data: Row = { name: 'data', description: 'only data differ', configure: () => undefined };
const named = (application: string): Row => ({
  name: application,
  description: 'another application',
  configure: (draft) => Object.assign(draft, { application }),
});

beforeAll(() => {
  write(configurationFile, 'export const deliveryData = {};\n');
  write('scripts/synth.ts', tool('synth'));
  write('app/package.json', '{}');
  commit('A product');
  write('node_modules/@biomejs/biome/bin/biome', tool('biome'));
  write('node_modules/typescript/bin/tsc', tool('tsc'));
  write('node_modules/jest/bin/jest.js', tool('jest'));
  write('app/node_modules/any/index.js', '');
  symlinkSync(join(__dirname, '../../../node_modules/tsx'), join(root, 'node_modules/tsx'));
  process.env.TOOLS_SEEN = seen;
});

beforeEach(() => writeFileSync(seen, ''));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(rows: readonly Row[], more: Partial<RunRows> = {}) {
  const { signal } = new AbortController();
  const told: string[] = [];
  const results = await runRows({
    repository: await Repository.open(root, signal),
    rows,
    data: shippedData,
    sideBySide: 2,
    signal,
    started: ({ name }) => told.push(name),
    ended: () => undefined,
    ...more,
  });
  expect(copies()).toEqual([]);
  return { results, told };
}

describe('configured copies', () => {
  test('each passes what it is asked, and is gone; the repository is as it was', async () => {
    const before = [git('rev-parse', 'HEAD'), git('status', '--porcelain')];
    const { results, told } = await run([data, named('emporium'), named('bazaar')]);
    expect(told.sort()).toEqual(['bazaar', 'data', 'emporium']);
    expect(results.map(({ passed }) => passed)).toEqual([true, true, true]);
    expect([git('rev-parse', 'HEAD'), git('status', '--porcelain')]).toEqual(before);
  });

  test('one that fails says what its step printed, and the others are tried all the same', async () => {
    const { results } = await run([named('fail-synth'), data]);
    const [failed] = results.filter(({ passed }) => !passed);
    expect(results).toHaveLength(2);
    expect(failed?.failed.map(({ step, output }) => [step.name, output])).toEqual([
      ['strict synth, recorded', 'synth was here\n'],
    ]);
  });

  test('one whose edit finds no place says so, and nothing of it is tried', async () => {
    const source = [{ file: 'lib/none.ts', replace: 'here', by: 'there' }];
    const { results } = await run([{ ...data, source }]);
    expect(results).toMatchObject([{ passed: false, failed: [], obstacle: expect.stringMatching(/^TAP2041: /) }]);
  });

  test('a trial in place of the checks is given a commit of the copy, and its answer counts', async () => {
    const tried: string[] = [];
    const instead: RunRows['instead'] = async ({ folder: copy }, { name }) => {
      tried.push(`${name}: ${git('-C', copy, 'show', '--format=%s', '--name-only', 'HEAD').replace(/\n+/g, ' ')}`);
      return name !== 'emporium';
    };
    const { results } = await run([named('fail-jest'), named('emporium')], { sideBySide: 1, instead });
    expect(tried).toEqual(
      ['fail-jest', 'emporium'].map((name) => `${name}: Configured: another application ${configurationFile}`),
    );
    expect(results.map(({ passed }) => passed)).toEqual([true, false]);
  });

  test('an interrupt ends what is at work, and the copies are gone', async () => {
    const controller = new AbortController();
    const begun = performance.now();
    const atWork: number[] = [];
    const interrupt = () => {
      atWork.push(copies().length);
      controller.abort();
    };
    const started = () => void setTimeout(interrupt, 1_500);
    const { results } = await run([named('hang'), named('hang'), data], { signal: controller.signal, started });
    expect(results).toEqual([]);
    expect(atWork[0]).toBe(2);
    expect(performance.now() - begun).toBeLessThan(20_000);
  });
});
