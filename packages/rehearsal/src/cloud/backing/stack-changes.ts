import type { Alarms } from '../alarms/alarms';
import type { DeployedStack } from '../base/contracts';
import type { Databases } from '../database/databases';
import type { StackName } from '../deployed/deployed-stacks';
import type { Doors } from '../doors/doors';
import type { Workloads } from '../workloads/workloads';
import type { FunctionAddresses } from './function-addresses';
import type { Ground } from './ground';
import type { Measurements } from './measurements';
import type { TaskFaults } from './task-faults';
import { Turns } from './turns';

/** Everything that a stack may bring. */
export interface ChangingParts {
  readonly databases: Pick<Databases, 'apply' | 'retain'>;
  readonly workloads: Pick<Workloads, 'applyLoadBalancers' | 'deploy' | 'retain' | 'targetGroups' | 'ecsServices'>;
  readonly doors: Pick<Doors, 'apply' | 'retain'>;
  readonly functionAddresses: Pick<FunctionAddresses, 'apply'>;
  readonly alarms: Pick<Alarms, 'apply' | 'retain'>;
  readonly measurements: Pick<Measurements, 'declare'>;
  readonly taskFaults: Pick<TaskFaults, 'meetHealthChecks'>;
}

/**
 * Brings what stands behind the stacks to what a stack now says. One stack after the other: two that were applied at once could
 * each put back what the other has just changed.
 */
export class StackChanges {
  private readonly turns = new Turns();

  constructor(
    private readonly ground: Pick<Ground, 'deployed' | 'stopping'>,
    private readonly parts: ChangingParts,
  ) {}

  /** @throws what a part says of that which it can't bring up; the stack then counts as deployed as before */
  apply(stack: DeployedStack, signal: AbortSignal): Promise<void> {
    const { deployed, stopping } = this.ground;
    return this.turns.take(async () => {
      const before = deployed.get(stack);
      try {
        await this.bringUp(stack, AbortSignal.any([signal, stopping.signal]));
      } catch (error) {
        if (before) deployed.put(before);
        else deployed.delete(stack);
        throw error;
      }
    });
  }

  remove(stack: StackName): Promise<void> {
    return this.turns.take(async () => {
      this.ground.deployed.delete(stack);
      await this.retain();
    });
  }

  /** In the order in which one leads to the next: a task needs its database, a door its load balancer, a function its door, an alarm its metrics. */
  private async bringUp(stack: DeployedStack, signal: AbortSignal): Promise<void> {
    const { databases, workloads, doors, functionAddresses, alarms, measurements, taskFaults } = this.parts;
    const { environment } = stack;
    this.ground.deployed.put(stack);
    if (stack.resources.some(({ type }) => type.startsWith('AWS::RDS::'))) await databases.apply(environment);
    await workloads.applyLoadBalancers(environment);
    taskFaults.meetHealthChecks(workloads);
    await workloads.deploy(stack, signal);
    await doors.apply(environment);
    await functionAddresses.apply(stack);
    await this.retain();
    measurements.declare();
    await alarms.apply(environment);
  }

  /** Ends what is no longer deployed, from the outside in. */
  private async retain(): Promise<void> {
    const { databases, workloads, doors, alarms } = this.parts;
    await doors.retain();
    await workloads.retain();
    await databases.retain();
    alarms.retain();
  }
}
