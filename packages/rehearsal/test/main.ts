import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { exitCodes } from '../src/command/run-error';

/**
 * `npm test` of this package: every test of its own; the last line counts them. With arguments Jest is called with them. The
 * examples, whole rehearsals, are left out: `-- examples` runs them, and nothing else.
 */
const root = dirname(__dirname);
const folder = mkdtempSync(join(tmpdir(), 'rehearsal-tests-'));
const results = join(folder, 'results.json');
const [first, ...others] = process.argv.slice(2);
const lane =
  first === 'examples'
    ? [...others, '--runInBand', '--testMatch=**/*.example.ts']
    : ['--maxWorkers=2', ...process.argv.slice(2)];
const jest = [require.resolve('jest/bin/jest'), '--forceExit', '--json', `--outputFile=${results}`];
const { status, signal } = spawnSync(process.execPath, [...jest, ...lane], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (signal !== null) process.exitCode = exitCodes.interrupted;
else {
  const { numPassedTests, numTotalTests } = JSON.parse(readFileSync(results, 'utf8')) as Record<string, number>;
  const passed = numPassedTests ?? 0;
  process.stdout.write(`${passed} passed, ${(numTotalTests ?? 0) - passed} failed\n`);
  process.exitCode = status === 0 && passed > 0 ? exitCodes.promoted : exitCodes.stopped;
}
rmSync(folder, { recursive: true, force: true });
