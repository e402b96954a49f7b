import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a group may take to end by itself after SIGTERM, in milliseconds. */
const graceMs = 2000;
/** How long SIGKILLed processes get to end, in milliseconds. */
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
  const isGone = () => !signalGroup(pid, 0) || onlyZombies(pid);
  for (const until = Date.now() + withinMs; Date.now() < until; await sleep(10)) {
    if (isGone()) return true;
  }
  return isGone();
}

/**
 * Whether every process of a group has ended and is only not taken away yet: that is up to process 1, which in many containers
 * is slow to do it or never does. Known on Linux alone; elsewhere false.
 */
function onlyZombies(group: number): boolean {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => statusOf(pid))
      .every((status) => status === undefined || status.group !== group || status.state === 'Z');
  } catch {
    return false;
  }
}

/** See proc(5): after the name in parentheses come state, parent and group. */
function statusOf(pid: string): { readonly state: string | undefined; readonly group: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, group: Number(group) };
  } catch {
    return undefined;
  }
}
