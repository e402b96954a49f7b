import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a group may take to end by itself after SIGTERM, in milliseconds. */
const graceMs = 2000;
/** How long the kernel gets to take SIGKILLed processes away, in milliseconds; zombies of others may stay for ever. */
const reapMs = 1000;

const alive = new Set<number>();

/**
 * A process and everything it starts, as one group. A signal to the process alone would leave its children behind: npm and
 * shells don't hand SIGTERM on reliably.
 */
export class ProcessGroup {
  readonly child: ChildProcess;
  /** The leader's status: its exit code, or 128 for one that a signal ended, as shells count it. */
  readonly exited: Promise<number>;

  /** @throws nothing; a program that can't be started ends with 127, as in a shell */
  constructor(program: string, args: readonly string[], options: SpawnOptions) {
    // A leader of an own group: its pid names the group. `detached` also keeps the terminal's Ctrl-C away from it, so that
    // the rehearsal alone decides in which order things end.
    this.child = spawn(program, args, { ...options, detached: true });
    const { pid } = this.child;
    if (pid !== undefined) alive.add(pid);
    this.exited = new Promise((resolve) => {
      this.child.once('error', () => resolve(127));
      this.child.once('exit', (code) => resolve(code ?? 128));
    });
  }

  /** Ends every process of the group: SIGTERM, after two seconds SIGKILL. Returns when none is left. */
  async end(): Promise<void> {
    const { pid } = this.child;
    if (pid === undefined) return;
    if (signalGroup(pid, 'SIGTERM') && !(await gone(pid, graceMs))) {
      signalGroup(pid, 'SIGKILL');
      await gone(pid, reapMs);
    }
    alive.delete(pid);
  }
}

/** For the last moment of the rehearsal's own process, when nothing can be waited for any more. */
export function killAllGroups(): void {
  for (const pid of alive) signalGroup(pid, 'SIGKILL');
  alive.clear();
}

/** @returns false if the group has no process any more */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

async function gone(pid: number, withinMs: number): Promise<boolean> {
  for (const until = Date.now() + withinMs; Date.now() < until; await sleep(10)) {
    if (!signalGroup(pid, 0)) return true;
  }
  return !signalGroup(pid, 0);
}
