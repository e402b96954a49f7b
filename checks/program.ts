import { type Gate, runGate } from './gate';

/** Signals that end a job from outside. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a gate as this process: its variables, its working folder, its exit code.
 *
 * @param programFolder folder of the program's file
 */
export async function runProgram<Extra>(gate: Gate<Extra>, programFolder: string): Promise<void> {
  const controller = new AbortController();
  for (const signal of SIGNALS) process.once(signal, () => controller.abort(signal));
  process.exitCode = await runGate(gate, {
    programFolder,
    workFolder: process.cwd(),
    variables: process.env,
    say: (line) => process.stdout.write(`${line}\n`),
    signal: controller.signal,
  });
}
