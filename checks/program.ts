import { type Gate, runGate } from './gate';

/** Signals that end a job from outside. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a gate as this process: its variables, its working folder, its exit code.
 *
 * @param programFolder folder of the program's file
 */
export async function runProgram<Extra>(gate: Gate<Extra>, programFolder: string): Promise<void> {
  // Node 20 is the floor on a laptop, and the clients that are bundled here run on it; a notice about later ones is no news.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
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
