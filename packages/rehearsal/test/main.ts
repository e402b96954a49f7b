import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { exitCodes } from '../src/command/run-error';

/**
 * `npm test` of this package: its own tests, then its examples, which are whole rehearsals. `-- tests` or `-- examples` runs the
 * one or the other; what follows, or anything else that is given, is for Jest. The last line counts what ran.
 */
const root = dirname(__dirname);
const folder = mkdtempSync(join(tmpdir(), 'rehearsal-tests-'));
const tests = ['--maxWorkers=2'];
const examples = ['--runInBand', '--testMatch=**/*.example.ts'];

/** Runs one call of Jest. */
function run(args: readonly string[]) {
  const results = join(folder, 'results.json');
  rmSync(results, { force: true });
  const jest = [require.resolve('jest/bin/jest'), '--forceExit', '--json', `--outputFile=${results}`, ...args];
  const { status, signal } = spawnSync(process.execPath, jest, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (signal !== null) return { status, interrupted: true, passed: 0, total: 0 };
  const counted = JSON.parse(readFileSync(results, 'utf8')) as Record<string, number>;
  return { status, interrupted: false, passed: counted.numPassedTests ?? 0, total: counted.numTotalTests ?? 0 };
}

/** What the command line asks for, as calls of Jest. */
function asked([first, ...others]: readonly string[]): readonly (readonly string[])[] {
  if (first === undefined) return [tests, examples];
  // Before the options, because one that takes a list would take what follows, too.
  if (first === 'tests') return [[...others, ...tests]];
  if (first === 'examples') return [[...others, ...examples]];
  return [[first, ...others, ...tests]];
}

let [passed, total, exitCode]: [number, number, number] = [0, 0, exitCodes.promoted];
try {
  for (const args of asked(process.argv.slice(2))) {
    const ran = run(args);
    passed += ran.passed;
    total += ran.total;
    if (ran.interrupted) {
      exitCode = exitCodes.interrupted;
      break;
    }
    if (ran.status !== 0 || ran.passed === 0) exitCode = exitCodes.stopped;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${passed} passed, ${total - passed} failed\n`);
process.exitCode = exitCode;
