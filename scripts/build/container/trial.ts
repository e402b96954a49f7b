import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '@delivery/coded-error';
import { serviceContainer } from '../../../contracts/service-container';
import { type AskDocker, Container, type ContainerStart } from './container';
import { sendHealthRequest } from './health-request';

/** A service, and how it is started where there is no database. */
export interface TriedService extends ContainerStart {
  /** False: its health is good without one. */
  readonly needsDatabase: boolean;
}

export interface TrialTimes {
  /** Seconds in which the container's own check must have been good once. */
  readonly aliveWithin: number;
  /** Seconds in which its health must be answered. */
  readonly healthWithin: number;
  /** Seconds from SIGTERM in which it must have ended. */
  readonly endWithin: number;
}

const { liveness, health, stopSeconds } = serviceContainer;

/** ECS's own: the check may fail while a container starts, and after that all but the last of its retries. */
export const timesOfEcs: TrialTimes = {
  aliveWithin: liveness.startPeriodSeconds + liveness.retries * liveness.intervalSeconds,
  healthWithin: health.timeoutSeconds,
  endWithin: stopSeconds,
};

/** What was seen of a service's container; kept as evidence, whatever the verdict. */
export interface Trial {
  readonly service: string;
  /** Why the contract is not kept; undefined: it is. */
  readonly failure?: CodedError;
  /** Seconds until its own check was good. */
  readonly aliveAfter?: number;
  /** Statuses of its health while no database could be reached. */
  readonly healthWithoutDatabase: readonly number[];
  /** Seconds from SIGTERM to its end. */
  readonly endedAfter?: number;
  readonly exitCode?: number;
}

/** How often health is asked: as often as makes a load balancer replace a task. */
const healthQuestions = 3;
/** Without connections that are kept: a request over one may meet its end. */
const plain = new Agent();
/** Milliseconds between two questions. */
const pauseMs = 1_000;
/** What a shell says of a program that SIGKILL or SIGTERM ended. */
const [killed, terminated] = [128 + 9, 128 + 15];

type Seen = { -readonly [Key in keyof Trial]: Trial[Key] } & { readonly healthWithoutDatabase: number[] };

/**
 * Starts a service's container with a database that isn't there, and holds it to what docs/your-service.md promises for it.
 *
 * @throws CodedError TAP2031 if docker fails
 */
export async function tryService(tried: TriedService, docker: AskDocker, times: TrialTimes): Promise<Trial> {
  const seen: Seen = { service: tried.service, healthWithoutDatabase: [] };
  const container = await Container.start(tried, docker);
  // A load balancer keeps connections that nothing is asked over; they must not hold up the end.
  const keeping = new Agent({ keepAlive: true });
  try {
    const port = await awaitLife(container, times, seen);
    await askHealth(port, tried, times, { seen, keeping });
    await end(container, port, times, seen);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    const words = await container.lastWords();
    const log = words === '' ? 'It wrote nothing.' : `Its last words:\n${words.replace(/^/gm, '  ')}`;
    seen.failure = new CodedError(error.code, `${tried.service}: ${error.message}. ${log}`);
  } finally {
    keeping.destroy();
    await container.remove();
  }
  return seen;
}

/** A promise that is not kept. */
class Broken extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** @returns the port of this machine that leads to it */
async function awaitLife(container: Container, { aliveWithin }: TrialTimes, seen: Seen): Promise<number> {
  const passed = stopwatch();
  const check = `"${liveness.command.join(' ')}"`;
  while (!(await container.isAlive())) {
    if (container.exitCode !== undefined) {
      const what = `ended with ${container.exitCode} before ${check} was good once`;
      throw new Broken('TAP2033', `${what}; it must start, and live on, where no database can be reached`);
    }
    if (passed() >= aliveWithin) {
      const what = `${check} was not good once in ${aliveWithin} s`;
      throw new Broken(
        'TAP2033',
        `${what}; it must end with 0 while the process is not stuck, with a database or without`,
      );
    }
    await sleep(pauseMs);
  }
  seen.aliveAfter = passed();
  const port = await container.port();
  if (port !== undefined) return port;
  throw new Broken('TAP2033', `it ended with ${await container.ended} as soon as ${check} was good; it must live on`);
}

async function askHealth(
  port: number,
  { service, needsDatabase }: TriedService,
  { healthWithin }: TrialTimes,
  { seen, keeping }: { readonly seen: Seen; readonly keeping: Agent },
): Promise<void> {
  const allowed = needsDatabase ? 503 : 200;
  for (let question = 0; question < healthQuestions; question += 1) {
    if (question > 0) await sleep(pauseMs);
    const { answer } = await sendHealthRequest(port, healthWithin * 1000, question === 0 ? keeping : plain);
    const status = await answer.catch((error: Error) => {
      const what = `GET ${health.path} on the port that PORT names got no answer in ${healthWithin} s (${error.message})`;
      throw new Broken('TAP2034', `${what}; a load balancer must get ${allowed} while no database can be reached`);
    });
    seen.healthWithoutDatabase.push(status);
    if (status === allowed) continue;
    const statuses = seen.healthWithoutDatabase.join(', ');
    const what = `GET ${health.path} answered ${statuses} while no database can be reached, where ${allowed} is allowed`;
    const remedy = needsDatabase
      ? `answer 503 until the database has been reached; of a service that needs none, say "needsDatabase: false" in services.${service}`
      : `services.${service} says "needsDatabase: false"`;
    throw new Broken('TAP2034', `${what}; ${remedy}`);
  }
}

async function end(container: Container, port: number, { endWithin }: TrialTimes, seen: Seen): Promise<void> {
  const { answer } = await sendHealthRequest(port, endWithin * 1000, plain);
  const passed = stopwatch();
  await container.stop(endWithin);
  seen.endedAfter = passed();
  seen.exitCode = await container.ended;
  if (seen.exitCode !== 0) throw new Broken('TAP2035', `${wayOfEnding(seen.exitCode, endWithin)}; allowed is 0`);
  await answer.catch((error: Error) => {
    const what = `it ended with 0, and GET ${health.path}, sent before SIGTERM, got no answer (${error.message})`;
    throw new Broken('TAP2035', `${what}; answer what has come before the process ends`);
  });
}

function wayOfEnding(code: number, endWithin: number): string {
  if (code === killed) return `it did not end within ${endWithin} s of SIGTERM and was killed (${code})`;
  if (code === terminated) return `SIGTERM itself ended it (${code}), for nothing in it handles the signal`;
  return `it ended with ${code} after SIGTERM`;
}

/** @returns seconds since now, in tenths */
function stopwatch(): () => number {
  const begin = performance.now();
  return () => Math.round((performance.now() - begin) / 100) / 10;
}
