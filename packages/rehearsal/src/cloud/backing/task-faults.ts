import type { Service } from '../workloads/service';
import type { ServiceDefinition } from '../workloads/service-definition';
import type { TargetGroup } from '../workloads/target-group';
import type { ContainerDefinition } from '../workloads/task-definition';

/** What goes wrong with tasks. */
export interface TaskFault {
  readonly kind: 'crash-at-start' | 'unhealthy';
  readonly environment?: string;
  /** Name of the service as in task names, for example `readings`; default: all. */
  readonly service?: string;
}

/** Services and the target groups before them. */
export interface CheckedWorkloads {
  targetGroups(environment?: string): readonly Pick<TargetGroup, 'arn' | 'failChecks'>[];
  ecsServices(): readonly Pick<Service, 'definition'>[];
}

const crash = ['node', '-e', 'process.exit(1)'];

/** Meets tasks with the fault that is set. */
export class TaskFaults {
  current: TaskFault | undefined;

  /** The command that a container is started with, in place of the one that it has. Init containers, which have no port, are left alone. */
  commandOf(
    { label }: ServiceDefinition,
    { ports }: ContainerDefinition,
    command: readonly string[],
  ): readonly string[] {
    const fault = this.current;
    return fault?.kind === 'crash-at-start' && isMeant(fault, label) && ports.length > 0 ? crash : command;
  }

  /** Lets the health checks of the target groups that are meant fail, and those of all others pass again. */
  meetHealthChecks(workloads: CheckedWorkloads): void {
    for (const group of workloads.targetGroups()) group.failChecks = false;
    const fault = this.current;
    if (fault?.kind !== 'unhealthy') return;
    const meant = workloads.ecsServices().filter(({ definition }) => definition && isMeant(fault, definition.label));
    const arns = new Set(meant.flatMap(({ definition }) => definition?.targets.map((target) => target.targetGroupArn)));
    for (const group of workloads.targetGroups(fault.environment)) {
      // Before the first deployment a target group belongs to no service yet.
      if (fault.service === undefined || arns.has(group.arn)) group.failChecks = true;
    }
  }
}

/** @param label environment and service: `Alpha/readings` */
function isMeant(fault: TaskFault, label: string): boolean {
  return (
    (fault.environment === undefined || label.startsWith(`${fault.environment}/`)) &&
    (fault.service === undefined || label.endsWith(`/${fault.service}`))
  );
}
