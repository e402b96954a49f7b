import type { Difference } from '../../events/events';
import type { Databases } from '../database/databases';
import type { Doors } from '../doors/doors';
import type { Workloads } from '../workloads/workloads';
import type { FunctionAddresses } from './function-addresses';
import type { StartedTasks } from './started-tasks';

const processes: Difference = {
  onAws: 'tasks run in containers on Fargate',
  here: 'their commands run as processes, without a container',
};

/** The parts that know in what they differ. */
export interface DifferingParts {
  readonly databases: Pick<Databases, 'differences'>;
  readonly doors: Pick<Doors, 'all'>;
  readonly workloads: Pick<Workloads, 'servicesOf'>;
  readonly startedTasks: Pick<StartedTasks, 'differencesOf'>;
  readonly functionAddresses: Pick<FunctionAddresses, 'differences'>;
}

/** In what that which stands behind an environment's stacks differs from AWS, without repetition. */
export function differencesOf(environment: string, parts: DifferingParts): readonly Difference[] {
  const { databases, doors, workloads, startedTasks, functionAddresses } = parts;
  const services = workloads.servicesOf(environment);
  const all = [
    ...databases.differences(environment),
    ...doors.all(environment).flatMap((door) => door.differences),
    ...services.flatMap((service) => startedTasks.differencesOf(service)),
    ...functionAddresses.differences(environment),
    ...(services.length > 0 ? [processes] : []),
  ];
  return [...new Map(all.map((difference) => [JSON.stringify(difference), difference])).values()];
}
