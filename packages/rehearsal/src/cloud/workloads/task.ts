import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import type { Difference } from '../../events/events';
import type { Caller } from '../base/contracts';
import { freePort } from '../base/free-port';
import { type RunningProcess, startProcess } from './process';
import type { ProcessGuard } from './process-guard';
import type { ServiceDefinition } from './service-definition';
import { startCommand } from './start-command';
import { type ContainerDefinition, digestOf } from './task-definition';
import type { TaskImage } from './task-image';
import type { LogTarget } from './task-logs';
import { type DatabaseAddress, taskVariables } from './task-variables';

/** What a task needs from around it. */
export interface TaskServices {
  readonly guard: ProcessGuard;
  /** Folder for logs and homes. */
  readonly workDir: string;
  /** An image by its digest, or nothing if the run has no such image. */
  image(digest: string): TaskImage | undefined;
  /** Digest of an image by a reference with a tag, asked of its registry as this caller. */
  imageDigest(caller: Caller, reference: string): Promise<string | undefined>;
  awsVariables(caller: Caller): Readonly<Record<string, string>>;
  /** As `CloudOptions.wayOut`. */
  wayOut(by: string): Promise<Readonly<Record<string, string>>>;
  /** Value of a secret as ECS resolves it, read as this caller. */
  secret(caller: Caller, valueFrom: string): Promise<string>;
  databases(environment: string): readonly DatabaseAddress[];
  /** Environment variables of containers in an environment with a database. */
  readonly withDatabase: Readonly<Record<string, string>>;
  localise(text: string): { readonly text: string; readonly differences: readonly Difference[] };
  /** A line that a container wrote to standard output, and where its log driver sends it. */
  onLine(service: ServiceDefinition, line: string, log: LogTarget | undefined): void;
  /** A command to run in the place of a container's own, for faults. */
  command(service: ServiceDefinition, container: ContainerDefinition, command: readonly string[]): readonly string[];
}

/** Where a container of a task listens. */
export interface TaskAddress {
  readonly host: string;
  readonly port: number;
}

/** A task whose containers run as processes. */
export interface Task {
  /** `Alpha/readings/1` */
  readonly name: string;
  readonly startedAt: number;
  /** By container and its port in the template: `app:8080`. */
  readonly addresses: ReadonlyMap<string, TaskAddress>;
  readonly differences: readonly Difference[];
  /** Process groups of the containers that run. */
  readonly processes: readonly number[];
  /** Fulfilled with the reason when the task has stopped: an essential container ended, or `stop` was called. */
  readonly stopped: Promise<string>;
  /** SIGTERM, then SIGKILL after so many real milliseconds. */
  stop(graceMs: number): Promise<void>;
}

/**
 * Starts a task: secrets first, then init containers one after the other, then the rest.
 *
 * @throws TAP4402 if an image is not of this run, TAP4403 if a container has no command, TAP4405 if a secret can't be read,
 * TAP4408 if an init container ends with something other than 0, TAP4414 if a container needs a program of its base image
 */
export async function startTask(
  service: ServiceDefinition,
  name: string,
  services: TaskServices,
  signal: AbortSignal,
): Promise<Task> {
  const { taskDefinition } = service;
  const at = { account: service.resource.account, region: service.resource.region };
  const role = (arn?: string) => (arn ? { roleArn: arn } : {});
  const taskCaller: Caller = { name: `task ${name}`, ...at, ...role(taskDefinition.taskRoleArn) };
  const agent: Caller = { name: `task ${name} (execution role)`, ...at, ...role(taskDefinition.executionRoleArn) };
  const fileName = name.replaceAll('/', '-');
  const home = join(services.workDir, 'homes', fileName);
  await mkdir(home, { recursive: true });
  await mkdir(join(services.workDir, 'logs'), { recursive: true });

  const differences: Difference[] = [];
  const addresses = new Map<string, TaskAddress>();
  const running: RunningProcess[] = [];

  const start = async (container: ContainerDefinition): Promise<RunningProcess> => {
    const image = await imageOf(container, agent, services);
    const command = services.command(service, container, startCommand(container, image));
    const port = container.ports.length > 0 ? await freePort() : undefined;
    const { env, differences: found } = taskVariables({
      container: { ...container, variables: { ...image.variables, ...container.variables } },
      secrets: await secretsOf(container, agent, services),
      databases: services.databases(service.environment),
      withDatabase: services.withDatabase,
      localise: services.localise,
      aws: services.awsVariables(taskCaller),
      wayOut: await services.wayOut(taskCaller.name),
      home,
      port,
    });
    differences.push(...found);
    if (port !== undefined) {
      for (const inside of container.ports) addresses.set(`${container.name}:${inside}`, { host: '127.0.0.1', port });
    }
    const log = container.log && {
      group: container.log.group,
      stream: `${container.log.streamPrefix}/${container.name}/${fileName}`,
    };
    const started = startProcess({
      command,
      cwd: image.directory,
      env,
      logFile: join(services.workDir, 'logs', `${fileName}-${container.name}.log`),
      guard: services.guard,
      onLine: (line) => services.onLine(service, line, log),
    });
    running.push(started);
    return started;
  };

  const abandon = () => void Promise.all(running.map((process) => process.stop(0)));
  signal.addEventListener('abort', abandon, { once: true });
  try {
    const inits = initContainers(taskDefinition.containers);
    for (const [container, mustSucceed] of inits) {
      const { code, text } = await (await start(container)).ended;
      if (signal.aborted || (mustSucceed && code !== 0)) {
        throw new CodedError('TAP4408', `init container ${container.name} of ${name} ended with ${text}; see its log`);
      }
      running.pop();
    }
    const essentials: RunningProcess[] = [];
    for (const container of taskDefinition.containers.filter((candidate) => !inits.has(candidate))) {
      const started = await start(container);
      if (container.essential) essentials.push(started);
    }
    return taskOf(name, { addresses, differences, running, essentials });
  } catch (error) {
    await Promise.all(running.map((process) => process.stop(0)));
    throw error;
  } finally {
    signal.removeEventListener('abort', abandon);
  }
}

function taskOf(
  name: string,
  parts: {
    addresses: Map<string, TaskAddress>;
    differences: Difference[];
    running: RunningProcess[];
    essentials: RunningProcess[];
  },
): Task {
  const { running, essentials } = parts;
  const stop = async (graceMs: number) => {
    await Promise.all(running.map((process) => process.stop(graceMs)));
  };
  const first = Promise.race(essentials.map((process) => process.ended));
  return {
    name,
    startedAt: Date.now(),
    addresses: parts.addresses,
    differences: parts.differences,
    processes: running.map((process) => process.pid).filter((pid) => pid > 0),
    // As on ECS: when an essential container ends, the whole task is stopped.
    stopped: first.then(async ({ text }) => {
      await stop(0);
      return `essential container ended with ${text}`;
    }),
    stop,
  };
}

/** Containers that must have run to completion before others start, with whether they must have succeeded. */
function initContainers(containers: readonly ContainerDefinition[]): Map<ContainerDefinition, boolean> {
  const needs = containers.flatMap((container) => container.dependsOn);
  const inits = new Map<ContainerDefinition, boolean>();
  for (const container of containers) {
    const conditions = needs.filter((need) => need.container === container.name).map((need) => need.condition);
    if (conditions.includes('SUCCESS')) inits.set(container, true);
    else if (conditions.includes('COMPLETE')) inits.set(container, false);
  }
  return inits;
}

async function imageOf(container: ContainerDefinition, agent: Caller, services: TaskServices): Promise<TaskImage> {
  const digest = digestOf(container.image) ?? (await services.imageDigest(agent, container.image));
  const image = digest === undefined ? undefined : services.image(digest);
  if (image === undefined) {
    throw new CodedError(
      'TAP4402',
      `CannotPullContainerError: ${container.image} of container ${container.name} is not an image of this run`,
    );
  }
  return image;
}

async function secretsOf(
  container: ContainerDefinition,
  caller: Caller,
  services: TaskServices,
): Promise<Record<string, string>> {
  const entries = Object.entries(container.secrets).map(async ([name, valueFrom]) => {
    try {
      return [name, await services.secret(caller, valueFrom)] as const;
    } catch (error) {
      throw new CodedError(
        'TAP4405',
        `ResourceInitializationError: secret ${valueFrom} of container ${container.name} can't be read: ${(error as Error).message}`,
        { cause: error },
      );
    }
  });
  return Object.fromEntries(await Promise.all(entries));
}
