import type { Difference } from '../../events/events';
import type { Databases } from '../database/databases';
import type { Owned } from '../deployed/deployed-stacks';
import type { RequestUsage } from '../doors/usage';
import type { Service } from '../workloads/service';
import type { ServiceDefinition } from '../workloads/service-definition';
import type { Task } from '../workloads/task';

/** What tasks have used by being started, and in what they differ from those on AWS. */
export class StartedTasks {
  /** By ARN of the service: those of the task that was started last. */
  private readonly differences = new Map<string, readonly Difference[]>();

  constructor(
    private readonly usage: Pick<RequestUsage, 'note'>,
    private readonly databases: Pick<Databases, 'reachedBy'>,
  ) {}

  note(service: ServiceDefinition, { name, differences }: Pick<Task, 'name' | 'differences'>): void {
    const used = [...startedFrom(service), ...this.databases.reachedBy(service.environment, textOf(service))];
    for (const resource of used) this.usage.note(resource, `task ${name}`);
    this.differences.set(service.resource.physicalId, differences);
  }

  differencesOf({ arn }: Pick<Service, 'arn'>): readonly Difference[] {
    return this.differences.get(arn) ?? [];
  }
}

/** What a task is started from. A scalable target gives the number of tasks alone: nothing here scales. */
function startedFrom({ resource, environment, taskDefinition }: ServiceDefinition): Owned[] {
  return [resource, { ...taskDefinition.resource, environment }];
}

/** Everything that the containers of a service are given, to see whose host names are in it. */
function textOf({ taskDefinition }: ServiceDefinition): string {
  return JSON.stringify(taskDefinition.containers.map(({ variables }) => variables));
}
