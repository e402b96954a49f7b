import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { runProgram } from './build/program';
import { run } from './build/run';

/**
 * What the synth job of the pipeline runs: all of `npm test`, which ends with the strict gate, the integration tests, then the
 * bundle of checks.
 * What it leaves behind (`cdk.out`, `dist/checks`, `reports/`, `coverage/`) is what the job's build specification hands on.
 *
 * Usage: node --import tsx scripts/build.ts
 */
const root = dirname(__dirname);
const assembly = join(root, 'cdk.out');

runProgram(async () => {
  // Only an assembly that passed the strict gate now may be handed on, and the gate leaves its list of findings last.
  rmSync(assembly, { recursive: true, force: true });
  await run('npm', ['test'], { cwd: root });
  if (!existsSync(join(assembly, 'findings.json'))) {
    throw new CodedError('TAP2032', `${assembly}: npm test left no assembly that passed the strict gate`);
  }
  await run('npm', ['run', 'test:integration'], { cwd: root });
  await run(process.execPath, ['--import', 'tsx', 'scripts/bundle-checks.ts'], { cwd: root });
});
