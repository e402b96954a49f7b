import { dirname } from 'node:path';
import { runProgram } from './build/program';
import { run } from './build/run';

/**
 * What the synth job of the pipeline runs: tests, the strict gate, the bundle of checks. Everything it leaves behind
 * (`cdk.out`, `dist/checks`, `reports/`, `coverage/`) is what the job's build specification hands on.
 *
 * Usage: node --import tsx scripts/build.ts
 */
const ROOT = dirname(__dirname);

const STEPS: readonly (readonly string[])[] = [
  ['npm', 'test'],
  ['npm', 'run', 'synth'],
  [process.execPath, '--import', 'tsx', 'scripts/bundle-checks.ts'],
];

runProgram(async () => {
  for (const [program = '', ...args] of STEPS) {
    console.log(`> ${[program, ...args].join(' ')}`);
    await run(program, args, { cwd: ROOT });
  }
});
