import { Deployment, type DeploymentServices } from './deployment';
import { type ServiceDefinition, sameDeployment } from './service-definition';
import type { Task } from './task';

// Real time. Three rounds of tasks that start but never become healthy fit into it.
const deploymentLimitMs = 180_000;

/** An ECS service: one deployment, and for a while a second one that takes its place. */
export class Service {
  private current: Deployment | undefined;
  private next: Deployment | undefined;
  private count = 0;

  constructor(
    public readonly arn: string,
    private readonly services: DeploymentServices,
  ) {}

  /**
   * A rolling update: new tasks become healthy before the old ones leave. If they don't, they are stopped, and the service
   * stays as it was, which is what the circuit breaker's rollback comes to.
   *
   * @throws TAP4404 if the circuit breaker trips, TAP4406 if there is no steady state in time
   */
  async deploy(definition: ServiceDefinition, signal: AbortSignal): Promise<void> {
    if (this.current && sameDeployment(this.current.definition, definition)) {
      this.current.definition = definition;
      return this.current.healthy(deploymentLimitMs, signal);
    }
    const next = new Deployment(definition, this.services, () => {
      this.count += 1;
      return `${definition.label}/${this.count}`;
    });
    this.next = next;
    next.start();
    try {
      await next.healthy(deploymentLimitMs, signal);
    } catch (error) {
      await next.stop(1_000);
      throw error;
    } finally {
      this.next = undefined;
    }
    const old = this.current;
    this.current = next;
    await old?.retire();
  }

  get definition(): ServiceDefinition | undefined {
    return this.current?.definition;
  }

  /** The tasks that run now, those of an unfinished deployment included. */
  tasks(): Task[] {
    return [this.current, this.next].flatMap((deployment) =>
      deployment ? [...deployment.live].map(({ task }) => task) : [],
    );
  }

  async stop(graceMs: number): Promise<void> {
    await Promise.all([this.current?.stop(graceMs), this.next?.stop(graceMs)]);
    this.current = undefined;
  }
}
