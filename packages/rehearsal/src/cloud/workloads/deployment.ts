import { CodedError } from '@delivery/coded-error';
import type { Clock } from '../base/clock';
import type { ServiceDefinition } from './service-definition';
import type { Target, TargetGroup } from './target-group';
import { startTask, type Task, type TaskServices } from './task';

export interface DeploymentServices extends TaskServices {
  readonly clock: Clock;
  targetGroup(arn: string): TargetGroup | undefined;
  taskStarted(service: ServiceDefinition, task: Task): void;
  taskFailed(service: ServiceDefinition, name: string, reason: string): void;
}

interface LiveTask {
  readonly task: Task;
  readonly targets: readonly { readonly group: TargetGroup; readonly target: Target }[];
}

/** Why a task must be replaced. */
interface End {
  readonly reason: string;
  /** True if it still runs, and was healthy before. */
  readonly mayServe: boolean;
}

// A process starts in real time, whatever the clock: a grace period of AWS seconds, divided by the factor, would be over
// before a busy machine has started it.
const leastGraceMs = 20_000;
// ECS learns of a failed health check with some delay, in which the target counts as unhealthy.
const reactionSeconds = 30;
const leastReactionMs = 1_500;
const pollMs = 50;
const longestBackoffMs = 5_000;

/**
 * How many failed tasks trip the deployment circuit breaker.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function failureThreshold(desired: number): number {
  return Math.max(3, Math.min(200, Math.ceil(0.5 * desired)));
}

/** One deployment of a service: keeps its number of tasks running, replaces those that end or fail their health checks. */
export class Deployment {
  readonly live = new Set<LiveTask>();
  failures = 0;
  private lastFailure = '';
  /** Why no task of this deployment can ever start here. */
  private never: CodedError | undefined;
  private readonly closed = new AbortController();
  private readonly slots: Promise<void>[] = [];

  constructor(
    public definition: ServiceDefinition,
    private readonly services: DeploymentServices,
    private readonly nextName: () => string,
  ) {}

  start(): void {
    for (let slot = 0; slot < this.definition.tasks; slot += 1) this.slots.push(this.keepOne());
  }

  /**
   * Fulfilled when every task runs and its targets are healthy.
   *
   * @param limitMs real milliseconds until it is given up
   * @throws TAP4404 if the circuit breaker trips, TAP4406 if the time is over or the signal is aborted, TAP4414 at once if a
   * container needs a program that is not here
   */
  async healthy(limitMs: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.services;
    const until = clock.now() + limitMs;
    const { circuitBreaker, tasks, serviceName } = this.definition;
    while (!this.isHealthy()) {
      if (this.never) throw this.never;
      if (circuitBreaker && this.failures >= failureThreshold(tasks)) {
        throw new CodedError(
          'TAP4404',
          `ECS Deployment Circuit Breaker was triggered: ${this.failures} tasks of service ${serviceName} failed; the last: ${this.lastFailure}`,
        );
      }
      if (signal.aborted || clock.now() > until) {
        throw new CodedError(
          'TAP4406',
          `service ${serviceName} reached no steady state: ${this.healthyTasks()} of ${tasks} tasks are healthy${this.lastFailure ? `; the last failure: ${this.lastFailure}` : ''}`,
        );
      }
      await clock.wait(pollMs, signal);
    }
    // The circuit breaker counts failures of a deployment under way alone.
    this.failures = 0;
  }

  /** Takes every task out of its target groups, waits for its requests, and stops it. */
  async retire(): Promise<void> {
    this.closed.abort();
    await Promise.all([...this.live].map((one) => this.drain(one)));
    await Promise.all(this.slots);
  }

  /** Ends every task without waiting for its requests: SIGTERM, and SIGKILL after so many real milliseconds. */
  async stop(graceMs: number): Promise<void> {
    this.closed.abort();
    for (const { targets } of this.live) for (const { target } of targets) target.state = 'draining';
    await Promise.all([...this.live].map(({ task }) => task.stop(graceMs)));
    await Promise.all(this.slots);
    await Promise.all(
      [...this.live].flatMap(({ targets }) => targets.map(({ group, target }) => group.deregister(target))),
    );
    this.live.clear();
  }

  private isHealthy(): boolean {
    return this.healthyTasks() >= this.definition.tasks;
  }

  private healthyTasks(): number {
    return [...this.live].filter(({ targets }) => targets.every(({ target }) => target.state === 'healthy')).length;
  }

  private async keepOne(): Promise<void> {
    const { clock } = this.services;
    // A task that was healthy once serves until its replacement is healthy:
    // https://aws.amazon.com/about-aws/whats-new/2023/10/amazon-ecs-applications-resiliency-unpredictable-load-spikes/
    let leaving: LiveTask | undefined;
    const letGo = async () => {
      const gone = leaving;
      leaving = undefined;
      if (gone) await this.drain(gone);
    };
    while (!this.closed.signal.aborted) {
      const name = this.nextName();
      try {
        const one = this.take(await startTask(this.definition, name, this.services, this.closed.signal));
        const end = await this.watch(one, letGo);
        if (end) {
          this.failed(name, end.reason);
          if (end.mayServe) {
            leaving = one;
            void one.task.stopped.then(() => this.drain(one));
          } else {
            await this.drain(one);
          }
        }
      } catch (error) {
        if (error instanceof CodedError && error.code === 'TAP4414') this.never = error;
        if (!this.closed.signal.aborted) this.failed(name, (error as Error).message);
      }
      const backoffMs = Math.min(longestBackoffMs, 50 * 2 ** Math.min(this.failures, 10));
      await clock.wait(backoffMs, this.closed.signal);
    }
  }

  private take(task: Task): LiveTask {
    const one: LiveTask = { task, targets: this.register(task) };
    this.live.add(one);
    return one;
  }

  /** Waits until the task must be replaced; why, or nothing if the deployment was closed. */
  private async watch(one: LiveTask, onHealthy: () => Promise<void>): Promise<End | undefined> {
    if (this.closed.signal.aborted) {
      await this.drain(one);
      return undefined;
    }
    this.services.taskStarted(this.definition, one.task);
    const over = new AbortController();
    const closed = new Promise<undefined>((resolve) => {
      this.closed.signal.addEventListener('abort', () => resolve(undefined), { once: true, signal: over.signal });
    });
    const stopped = one.task.stopped.then((reason) => ({ reason, mayServe: false }));
    const end = await Promise.race([stopped, this.failedHealthChecks(one, onHealthy, over.signal), closed]);
    over.abort();
    return end;
  }

  private register(task: Task): LiveTask['targets'] {
    return this.definition.targets.flatMap(({ targetGroupArn, container, containerPort }) => {
      const group = this.services.targetGroup(targetGroupArn);
      const address = task.addresses.get(`${container}:${containerPort}`);
      return group && address ? [{ group, target: group.register(task.name, address) }] : [];
    });
  }

  private async failedHealthChecks(
    one: LiveTask,
    onHealthy: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<End | undefined> {
    const { clock } = this.services;
    const graceMs = Math.max(clock.realMs(this.definition.gracePeriodSeconds), leastGraceMs);
    const graceUntil = one.task.startedAt + graceMs;
    let wasHealthy = false;
    while (!signal.aborted) {
      if (!wasHealthy && one.targets.every(({ target }) => target.state === 'healthy')) {
        wasHealthy = true;
        void onHealthy();
      }
      const unhealthy = one.targets.find(({ target }) => target.state === 'unhealthy');
      if (unhealthy && (wasHealthy || clock.now() > graceUntil)) {
        await clock.wait(Math.max(clock.realMs(reactionSeconds), leastReactionMs), signal);
        if (unhealthy.target.state === 'unhealthy') {
          return { reason: `failed health checks of ${unhealthy.group.fullName}`, mayServe: wasHealthy };
        }
      }
      await clock.wait(pollMs, signal);
    }
    return undefined;
  }

  private async drain(one: LiveTask): Promise<void> {
    await Promise.all(one.targets.map(({ group, target }) => group.deregister(target)));
    const timeouts = this.definition.taskDefinition.containers.map((container) => container.stopTimeoutSeconds);
    await one.task.stop(Math.min(Math.max(...timeouts, 0) * 1000, 10_000));
    this.live.delete(one);
  }

  private failed(name: string, reason: string): void {
    this.failures += 1;
    this.lastFailure = `${name}: ${reason}`;
    this.services.taskFailed(this.definition, name, reason);
  }
}
