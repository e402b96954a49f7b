import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '@delivery/coded-error';
import { freePort } from '../base/free-port';
import { type EmulatorSettings, emulatorVariables } from './emulator-variables';
import { provideSdk } from './sdk-for-functions';

/** The emulator answers half a second after its start on an idle machine; the rest is room for a busy one. */
const startMs = 60_000;
/** It ends within a second of SIGTERM, unless a custom resource hangs in it. */
const terminateMs = 2_000;
const logTailCharacters = 2_000;
/** How many ports are tried. */
const mostPorts = 3;
/** The emulator's own words, or those of the system, where another program listens at its port. */
const portTaken = /is already in use|address already in use/i;
/** Says to whom of the accounts a request belongs that no client of AWS has made. */
export const accountHeader = 'x-rehearsal-account';
const launcher = join(__dirname, 'launcher.py');

export interface EmulatorOptions extends Omit<EmulatorSettings, 'port'> {
  /** Interpreter of the environment that holds the emulator. */
  readonly python: string;
}

/** Where to ask about a change, and which types are to be seen beside a change of each type. */
export interface ChangeRules {
  readonly at: string;
  readonly beside: Readonly<Record<string, readonly string[]>>;
}

/** A running emulator: one process with a group of its own, listening on 127.0.0.1 alone. */
export interface Emulator {
  readonly port: number;
  readonly pid: number;
  /** Resolves with the reason if the process ends without having been asked to. */
  readonly lost: Promise<string>;
  /** Says where it has to ask before CloudFormation changes something. Until then it changes what it is told to. */
  askAt(rules: ChangeRules): void;
  /** Ends the process and all that it started. Safe to call again. */
  stop(): Promise<void>;
}

/**
 * Starts the emulator and waits until it answers. It takes seconds until it listens: where another program has taken its port
 * meanwhile, it is started again at another one.
 *
 * @throws TAP4301 if it ends or does not answer in time; the message holds the end of its log
 */
export async function startEmulator(options: EmulatorOptions, signal?: AbortSignal): Promise<Emulator> {
  for (let left = mostPorts - 1; ; left -= 1) {
    const settings = { ...options, port: await freePort() };
    try {
      return await startAt(settings, signal);
    } catch (error) {
      if (left === 0 || !portTaken.test(String(error))) throw error;
    }
  }
}

async function startAt(
  options: EmulatorOptions & EmulatorSettings,
  signal: AbortSignal | undefined,
): Promise<Emulator> {
  for (const folder of ['s3', 'state', 'tmp', 'home']) await mkdir(join(options.dir, folder), { recursive: true });
  // A work folder below a package of type "module" would make every Node function of the emulator fail.
  await writeFile(join(options.dir, 'package.json'), '{}\n');
  await provideSdk(options.dir);
  const logFile = join(options.dir, 'emulator.log');
  const log = await open(logFile, 'w');
  let child: ChildProcess;
  try {
    child = spawn(options.python, [launcher, accountHeader], {
      cwd: options.dir,
      env: emulatorVariables(options, process.env),
      stdio: ['pipe', log.fd, log.fd],
      // A group of its own: a Ctrl-C of the terminal must not end it before the rehearsal has written its report.
      detached: true,
    });
  } finally {
    await log.close();
  }
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signalName) => resolve(signalName === null ? `exit code ${code}` : signalName));
  });
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= endGroup(child, ended);
    return stopping;
  };
  const lost = new Promise<string>((resolve) => {
    void ended.then(async (reason) => {
      if (stopping === undefined) resolve(`the AWS emulator ended by itself (${reason}); its log: ${logFile}`);
      // The functions it had started outlive it otherwise.
      await stop();
    });
  });

  const failure = await Promise.race([healthy(options.port, child, signal), ended]);
  if (failure !== undefined || child.pid === undefined) {
    await stop();
    const tail = (await readFile(logFile, 'utf8').catch(() => '')).slice(-logTailCharacters);
    throw new CodedError('TAP4301', `the AWS emulator did not start on port ${options.port} (${failure}).\n${tail}`);
  }
  // That it has ended is told by `lost`.
  child.stdin?.on('error', () => undefined);
  const askAt = (rules: ChangeRules): void => {
    child.stdin?.write(`${JSON.stringify(rules)}\n`);
  };
  return { port: options.port, pid: child.pid, lost, askAt, stop };
}

/** Undefined as soon as the emulator answers, otherwise why it was given up. */
async function healthy(port: number, child: ChildProcess, signal?: AbortSignal): Promise<string | undefined> {
  const until = Date.now() + startMs;
  while (Date.now() < until) {
    if (signal?.aborted) return 'interrupted';
    const answer = await fetch(`http://127.0.0.1:${port}/_ministack/health`, {
      signal: AbortSignal.timeout(2_000),
    }).catch(() => undefined);
    await answer?.arrayBuffer().catch(() => undefined);
    // Another program's server on the same port must not be taken for it: the child has to be alive as well.
    if (answer?.ok && child.exitCode === null && child.signalCode === null) return undefined;
    await sleep(25);
  }
  return `no answer within ${startMs / 1000} s`;
}

async function endGroup(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.pid === undefined) return;
  signalGroup(child.pid, 'SIGTERM');
  await Promise.race([ended, sleep(terminateMs, undefined, { ref: false })]);
  // Also when the process itself has ended: functions that it started may be left in its group.
  signalGroup(child.pid, 'SIGKILL');
  await Promise.race([ended, sleep(terminateMs, undefined, { ref: false })]);
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // ESRCH: the group is empty, which is what was wanted.
  }
}
