import { spawn } from 'node:child_process';
import type { Step, StepResult } from './step';

/** No step takes longer than this on any machine that is fit to work on. */
const stepTimeoutMs = 15 * 60_000;
/** What does not end on SIGTERM is killed after this. */
const killAfterMs = 3_000;

export interface LaneOptions {
  readonly cwd: string;
  /** Ends what is at work; what has not started does not start. */
  readonly signal: AbortSignal;
  /** Is told of each step as it ends. */
  readonly ended: (result: StepResult) => void;
}

/**
 * Runs lanes of steps side by side, all of them, whatever fails.
 *
 * @returns the results in the order of the lanes; steps that the signal kept from starting are missing
 */
export async function runLanes(
  lanes: readonly (readonly Step[])[],
  options: LaneOptions,
): Promise<readonly StepResult[]> {
  const results = await Promise.all(
    lanes.map(async (lane) => {
      const done: StepResult[] = [];
      for (const step of lane) {
        if (options.signal.aborted) break;
        const result = await runStep(step, options);
        options.ended(result);
        done.push(result);
      }
      return done;
    }),
  );
  return results.flat();
}

/** Runs a step in a process group of its own, so that its workers end with it. */
function runStep(step: Step, { cwd, signal }: LaneOptions): Promise<StepResult> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, step.args, {
      cwd,
      env: { ...process.env, ...step.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    let killer: NodeJS.Timeout | undefined;
    const end = (): void => {
      signalGroup(child.pid, 'SIGTERM');
      killer ??= setTimeout(() => signalGroup(child.pid, 'SIGKILL'), killAfterMs);
    };
    const timer = setTimeout(() => {
      output += `\nended after ${stepTimeoutMs / 60_000} minutes\n`;
      end();
    }, stepTimeoutMs);
    signal.addEventListener('abort', end, { once: true });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.once('error', (error) => {
      output += error.message;
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      clearTimeout(killer);
      signal.removeEventListener('abort', end);
      resolve({ step, passed: code === 0, seconds: (performance.now() - startedAt) / 1000, output });
    });
  });
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended by itself.
  }
}
