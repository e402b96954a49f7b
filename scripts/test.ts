import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type JestResults, jestAsJUnit } from './test/junit-report';
import { runLanes } from './test/run-lanes';
import type { StepResult } from './test/step';
import { jestResults, testLanes } from './test/steps';

/**
 * `npm test`: types, lint, unit and template tests with coverage, strict synth. With arguments it only calls Jest with them.
 *
 * Ends with 0 only if every step passed and there was one; its last line counts them.
 */

const root = dirname(__dirname);
const interruptedExitCode = 130;

function only(args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? interruptedExitCode;
}

async function everything(): Promise<void> {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => controller.abort());
  mkdirSync(join(root, 'reports'), { recursive: true });
  for (const file of jestResults) rmSync(join(root, file), { force: true });
  const lanes = testLanes(root);
  const results = await runLanes(lanes, { cwd: root, signal: controller.signal, ended: show });
  writeUnitReport();
  if (controller.signal.aborted) {
    console.log('interrupted');
    process.exitCode = interruptedExitCode;
    return;
  }
  const passed = results.filter((result) => result.passed).length;
  for (const result of results.filter((failure) => !failure.passed)) console.log(`failed: ${result.step.name}`);
  console.log(`${passed} passed, ${results.length - passed} failed`);
  process.exitCode = passed > 0 && passed === lanes.flat().length ? 0 : 1;
}

function show({ step, passed, seconds, output }: StepResult): void {
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${step.name} (${seconds.toFixed(1)} s)`);
  const { show: pattern } = step;
  const lines = output.split('\n');
  const shown = passed ? lines.filter((line) => pattern?.test(line)) : lines;
  for (const line of shown) console.log(`     ${line}`);
}

/** Jest writes its results also when tests failed; nothing is there if it could not start. */
function writeUnitReport(): void {
  const files = jestResults.map((file) => join(root, file)).filter((file) => existsSync(file));
  if (files.length === 0) return;
  const runs = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as JestResults);
  writeFileSync(join(root, 'reports', 'unit.xml'), jestAsJUnit(runs, root));
}

const args = process.argv.slice(2);
if (args.length > 0) only(args);
else void everything();
