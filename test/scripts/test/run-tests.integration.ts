import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '../../../scripts/test/run-tests';
import type { Lane, Step } from '../../../scripts/test/step';

const root = mkdtempSync(join(tmpdir(), 'run-tests-'));
const report = 'reports/all.xml';
let printed: string[] = [];

beforeEach(() => {
  printed = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => rmSync(root, { recursive: true, force: true }));

function script(name: string, code: string, more: Partial<Step> = {}): Step {
  return { name, args: ['-e', code], ...more };
}

function run(lanes: readonly Lane[]): Promise<number> {
  return runTests({ root, lanes, report, args: [] });
}

const good = script('good', 'console.log("kept: this"); console.log("noise")', { show: /^kept/ });
const bad = script('bad', 'console.log("why"); process.exit(3)');

test('steps that all pass end with 0, and show only what a reader wants to see', async () => {
  expect(await run([[good], [script('other', '')]])).toBe(0);
  expect(printed).toContain('     kept: this');
  expect(printed).not.toContain('     noise');
  expect(printed.at(-1)).toBe('2 passed, 0 failed');
});

test('one that fails ends with 1 and shows everything; what follows still runs', async () => {
  expect(await run([[bad, good]])).toBe(1);
  expect(printed).toEqual(expect.arrayContaining(['     why', 'failed: bad']));
  expect(printed.at(-1)).toBe('1 passed, 1 failed');
});

test('no steps are no pass', async () => {
  expect(await run([])).toBe(1);
});

test('a program that can’t be started is a failure', async () => {
  expect(await run([[{ name: 'missing', args: ['no-such-program.js'] }]])).toBe(1);
});

test('Jest’s results become one report, and those of a run before are not in it', async () => {
  const results = 'reports/results.json';
  const written = JSON.stringify({
    startTime: 0,
    testResults: [
      {
        name: join(root, 'a.test.ts'),
        endTime: 1000,
        message: '',
        status: 'passed',
        assertionResults: [{ fullName: 'it holds', status: 'passed', duration: 1 }],
      },
    ],
  });
  const writing = `require('node:fs').writeFileSync(${JSON.stringify(results)}, ${JSON.stringify(written)})`;
  await run([[script('tests', writing, { results })]]);
  expect(readFileSync(join(root, report), 'utf8')).toContain('a.test.ts: it holds');
  await run([[script('tests', 'process.exit(1)', { results })]]);
  expect(existsSync(join(root, report))).toBe(false);
});
