import { type ChildProcess, type IOType, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long the subreaper may take to end everything, in milliseconds: two seconds of grace, one of killing, and some air. */
const endMs = 5000;
/** How long output may still arrive when everything has ended, in milliseconds. */
const drainMs = 1000;

const alive = new Set<ProcessTree>();

export interface ProcessTreeOptions {
  readonly cwd?: string;
  /** All variables: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** What the program's descriptors are, from 0 on. */
  readonly stdio: readonly IOType[];
}

/**
 * A program and everything that it starts, directly or not. They end together, as in a container: when the program ends, so does
 * what it has left behind, also what has become a daemon in a group and session of its own. See `subreaper.py`.
 */
export class ProcessTree {
  readonly child: ChildProcess;
  /**
   * The program's status: its exit code, or 128 for one that a signal ended, as shells count it. Known when none of its processes is
   * left.
   */
  readonly exited: Promise<number>;
  /** Fulfilled when all output has been told, and no more will be. */
  readonly closed: Promise<void>;
  private readonly lifeline: Duplex | undefined;

  /** @throws nothing; a program that can't be started ends with 127, as in a shell */
  constructor(program: string, args: readonly string[], { cwd, env, stdio }: ProcessTreeOptions) {
    const subreaper = ['-I', '-S', join(__dirname, 'subreaper.py'), String(stdio.length)];
    // `detached` keeps the terminal's Ctrl-C away from it, so that the rehearsal alone decides in which order things end.
    this.child = spawn(python(), [...subreaper, program, ...args], {
      cwd,
      env: { ...env },
      stdio: [...stdio, 'pipe'],
      detached: true,
    });
    this.lifeline = this.child.stdio[stdio.length] as Duplex | undefined;
    this.lifeline?.on('error', () => undefined);
    alive.add(this);
    const closed = once(this.child, 'close').catch(() => undefined);
    this.exited = new Promise((resolve) => {
      this.child.once('error', () => resolve(127));
      this.child.once('exit', (code) => resolve(code ?? 128));
    });
    this.closed = this.exited.then(async () => {
      alive.delete(this);
      const late = new AbortController();
      await Promise.race([closed, sleep(drainMs, undefined, { signal: late.signal }).catch(() => undefined)]);
      late.abort();
      // A pipe may be held by a process that could not be ended, or that somebody else has started.
      for (const stream of this.child.stdio) stream?.destroy();
    });
  }

  /** Ends every process: SIGTERM, after two seconds SIGKILL. Returns when none is left. */
  async end(): Promise<void> {
    this.child.kill('SIGTERM');
    // What stopped the subreaper itself must not stop the rehearsal.
    const late = setTimeout(() => this.child.kill('SIGKILL'), endMs);
    await this.exited;
    clearTimeout(late);
  }

  /** Kills every process, and waits for none. */
  kill(): void {
    this.lifeline?.destroy();
  }
}

/** For the last moment of the rehearsal's own process, when nothing can be waited for any more. */
export function killAllTrees(): void {
  for (const tree of alive) tree.kill();
  alive.clear();
}

let interpreter: string | undefined;

/** The interpreter itself: what stands for it on the PATH may change the variables of what it starts, as pyenv does. */
function python(): string {
  interpreter ??= spawnSync('python3', ['-I', '-S', '-c', 'import sys; print(sys.executable)'], {
    encoding: 'utf8',
  }).stdout?.trim();
  return interpreter || 'python3';
}
