import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type JestResults, jestAsJUnit } from './junit-report';
import { runLanes } from './run-lanes';
import type { Lane, StepResult } from './step';

const interruptedExitCode = 130;

export interface TestCommand {
  /** The repository. */
  readonly root: string;
  readonly lanes: readonly Lane[];
  /** Where the results of all Jest runs go as JUnit XML, relative to the repository. */
  readonly report: string;
  /** What the user gave on the command line: if anything, Jest is called with it, and nothing else runs. */
  readonly args: readonly string[];
}

/**
 * Runs a test command and prints what came of each step.
 *
 * @returns the exit code: 0 only if every step passed and there was one; the last line printed counts them
 */
export async function runTests({ root, lanes, report, args }: TestCommand): Promise<number> {
  if (args.length > 0) return only(root, args);
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => controller.abort());
  const resultFiles = lanes.flat().flatMap(({ results }) => (results === undefined ? [] : [join(root, results)]));
  for (const file of [...resultFiles, join(root, report)]) rmSync(file, { force: true });
  mkdirSync(dirname(join(root, report)), { recursive: true });
  const results = await runLanes(lanes, { cwd: root, signal: controller.signal, ended: show });
  writeReport(join(root, report), resultFiles, root);
  if (controller.signal.aborted) {
    console.log('interrupted');
    return interruptedExitCode;
  }
  const passed = results.filter((result) => result.passed).length;
  for (const result of results.filter((failure) => !failure.passed)) console.log(`failed: ${result.step.name}`);
  console.log(`${passed} passed, ${results.length - passed} failed`);
  return passed > 0 && passed === lanes.flat().length ? 0 : 1;
}

function only(root: string, args: readonly string[]): number {
  const { status } = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  return status ?? interruptedExitCode;
}

function show({ step, passed, seconds, output }: StepResult): void {
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${step.name} (${seconds.toFixed(1)} s)`);
  const { show: pattern } = step;
  const lines = output.split('\n');
  const shown = passed ? lines.filter((line) => pattern?.test(line)) : lines;
  for (const line of shown) console.log(`     ${line}`);
}

/** Jest writes its results also when tests failed; nothing is there if it could not start. */
function writeReport(report: string, resultFiles: readonly string[], root: string): void {
  const runs = resultFiles
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as JestResults);
  if (runs.length > 0) writeFileSync(report, jestAsJUnit(runs, root));
}
