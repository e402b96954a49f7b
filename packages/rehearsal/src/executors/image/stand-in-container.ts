import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '@delivery/coded-error';
import { freePort } from '../../cloud/base/free-port';
import { startCommand } from '../../cloud/workloads/start-command';
import type { TaskImage } from '../../cloud/workloads/task-image';
import { taskVariables } from '../../cloud/workloads/task-variables';
import type { Difference } from '../../events/events';
import { type RunOrder, readContainerOrder } from './container-command';
import type { ContainerVerb } from './docker-command';

/** What is noted of a container; a folder of its own has it, with its log and, once it has ended, its exit code. */
interface Notes {
  readonly order: RunOrder;
  readonly image: TaskImage;
  readonly env: Readonly<Record<string, string>>;
  /** Where the published port leads to on this machine. */
  readonly port?: number;
  /** Process group. */
  readonly group: number;
  readonly differences: readonly Difference[];
}

/**
 * Starts a command, notes its process, and in the end its exit code as a shell counts it. The draft is renamed, so that whoever
 * reads the code reads all of it.
 */
const supervisor = '"$@" >"$0/log" 2>&1 & echo $! >"$0/pid"; wait $!; echo $? >"$0/draft"; mv "$0/draft" "$0/exit"';

/** Milliseconds between two looks at a file that a process writes. */
const lookMs = 25;

/** Containers of a job as processes of their images' files, each in a group of its own. They end with the job at the latest. */
export class StandInContainers {
  private readonly folder: string;

  /** @param scratch a folder of the job's */
  constructor(scratch: string) {
    this.folder = join(scratch, 'containers');
  }

  has(id: string): boolean {
    const own = join(this.folder, id);
    return /^[0-9a-f]{64}$/.test(id) && existsSync(own) && !existsSync(join(own, 'removed'));
  }

  /**
   * Starts one.
   *
   * @returns its id
   * @throws CodedError as `startCommand`
   */
  async start(order: RunOrder, image: TaskImage): Promise<string> {
    const id = randomBytes(32).toString('hex');
    const own = join(this.folder, id);
    mkdirSync(join(own, 'home'), { recursive: true });
    const container = { name: id.slice(0, 12), image: order.image, entryPoint: [], command: order.command };
    const words = startCommand(container, image);
    const port = order.port === undefined ? undefined : await freePort();
    const { env, differences } = taskVariables({
      container: {
        name: container.name,
        variables: { ...image.variables, ...order.variables },
        ports: order.port === undefined ? [] : [order.port],
      },
      secrets: {},
      databases: [],
      withDatabase: {},
      localise: (text) => ({ text, differences: [] }),
      aws: {},
      wayOut: {},
      home: join(own, 'home'),
      port,
    });
    const shell = spawn('/bin/sh', ['-c', supervisor, own, ...words], {
      cwd: image.directory,
      env,
      detached: true,
      stdio: 'ignore',
    });
    shell.unref();
    const notes: Notes = { order, image, env, port, group: shell.pid ?? 0, differences };
    writeFileSync(join(own, 'notes.json'), JSON.stringify(notes), { mode: 0o600 });
    await this.read(id, 'pid');
    return id;
  }

  /**
   * Does what `docker VERB` does.
   *
   * @returns the exit code
   * @throws CodedError TAP4213 for what a process can't stand for, TAP4217 for a container that isn't here
   */
  async carryOut(verb: ContainerVerb, args: readonly string[], say: (line: string) => void): Promise<number> {
    const { id, words, seconds } = readContainerOrder(verb, args);
    if (!this.has(id)) throw new CodedError('TAP4217', `No container ${id} was started in this job.`);
    const notes = this.notes(id);
    switch (verb) {
      case 'exec':
        return exec(notes, words);
      case 'logs':
        say(readFileSync(join(this.folder, id, 'log'), 'utf8').trimEnd());
        return 0;
      case 'port':
        if (notes.port === undefined || this.hasEnded(id)) return 1;
        say(`127.0.0.1:${notes.port}`);
        return 0;
      case 'rm':
        await this.stop(id, 0);
        signal(-notes.group, 'SIGKILL');
        writeFileSync(join(this.folder, id, 'removed'), '');
        return 0;
      case 'stop':
        await this.stop(id, seconds);
        return 0;
      case 'wait':
        say(await this.read(id, 'exit'));
        return 0;
    }
  }

  /** How many were started. */
  get count(): number {
    return existsSync(this.folder) ? readdirSync(this.folder).length : 0;
  }

  /** What is otherwise on AWS, of all of them. */
  differences(): readonly Difference[] {
    if (this.count === 0) return [];
    return readdirSync(this.folder).flatMap((id) => {
      const { order, differences } = this.notes(id);
      const here = "a process of the image's files, with this machine's user, root and rights";
      return [
        { onAws: ['docker run', ...order.notEnforced, order.image, ...order.command].join(' '), here },
        ...differences,
      ];
    });
  }

  private notes(id: string): Notes {
    return JSON.parse(readFileSync(join(this.folder, id, 'notes.json'), 'utf8')) as Notes;
  }

  /** The process alone is told, as by a container's init process; what it has started goes with the container. */
  private async stop(id: string, seconds: number): Promise<void> {
    const pid = Number(await this.read(id, 'pid'));
    if (!this.hasEnded(id)) signal(pid, 'SIGTERM');
    for (const until = Date.now() + seconds * 1000; !this.hasEnded(id) && Date.now() < until; ) await sleep(lookMs);
    if (!this.hasEnded(id)) signal(pid, 'SIGKILL');
    await this.read(id, 'exit');
  }

  private hasEnded(id: string): boolean {
    return existsSync(join(this.folder, id, 'exit'));
  }

  /** The content of a file of a container, as soon as it is there. */
  private async read(id: string, name: 'pid' | 'exit'): Promise<string> {
    const file = join(this.folder, id, name);
    for (;;) {
      const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
      if (text !== '') return text;
      await sleep(lookMs);
    }
  }
}

function exec({ image, env, order }: Notes, words: readonly string[]): number {
  const container = { name: 'exec', image: order.image, entryPoint: words, command: [] };
  const [program = '', ...rest] = startCommand(container, image);
  return spawnSync(program, rest, { cwd: image.directory, env, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 128;
}

/** @param target id of a process, or of a group as a negative number */
function signal(target: number, name: NodeJS.Signals): void {
  try {
    process.kill(target, name);
  } catch {
    // It has ended already.
  }
}
