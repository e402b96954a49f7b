import type { Measurement } from '../../contracts/evidence';
import type { Check } from '../outcome';

/** How many of the load's requests had to come to the tasks, and how many these have logged. */
export interface TaskCount {
  /** Name of the log group. */
  readonly group: string;
  readonly least: number;
  readonly most: number;
  /** Undefined where there is no such log group. */
  readonly logged: number | undefined;
}

/** What is known of the load at the tasks; `not logged` where the configuration says that the services don't log it. */
export type AtTasks = TaskCount | 'not logged';

/** Share by which the log and what was sent may differ: a line may be lost, and an answer may be on its way at the end. */
const tolerance = 0.01;

/** Lines that the log must have. */
export function leastLogged({ least }: Pick<TaskCount, 'least'>): number {
  return Math.ceil(least * (1 - tolerance));
}

function mostLogged({ most }: TaskCount): number {
  return Math.floor(most * (1 + tolerance));
}

/** The tasks' own word for the load: what a door counted may have been answered by something in between. */
export function judgeTasks(tasks: AtTasks): Check {
  const name = 'what was sent came to the tasks';
  if (tasks === 'not logged') {
    const detail = 'Nobody counted the load at the tasks: gates.loadRunLog says that the services do not log it.';
    return { name, status: 'not counted', detail };
  }
  const { group, least, most, logged } = tasks;
  if (logged === undefined) {
    const detail = `The log group ${group} of the services does not exist: nobody can tell whether the load came to them.`;
    return { name, status: 'not judged', detail };
  }
  if (least === 0) {
    const detail = 'No request of the load had a good answer that a task must have given, so none shows where it went.';
    return { name, status: 'not judged', detail };
  }
  if (logged === 0) {
    const detail =
      `No line of ${group} has the mark of this load, and ${least} of its requests were answered that no cache may have ` +
      'answered: it went elsewhere, or the services log no loadRun. Those are configured with gates.loadRunLog: false.';
    return { name, status: 'failed', detail };
  }
  if (logged < leastLogged(tasks)) {
    const detail =
      `The tasks logged ${logged} requests of the load in ${group}, and ${least} were answered that no cache may have ` +
      `answered; at least ${leastLogged(tasks)} are allowed: the load went elsewhere, or something in between answered it.`;
    return { name, status: 'failed', detail };
  }
  if (logged > mostLogged(tasks)) {
    const detail =
      `The tasks logged ${logged} requests of the load in ${group}, and k6 sent ${most}; at most ${mostLogged(tasks)} are ` +
      'allowed: something on the way sent requests again.';
    return { name, status: 'failed', detail };
  }
  return { name, status: 'passed' };
}

/** Who has counted the load at the tasks, as a sentence. */
export function taskWords(tasks: AtTasks | undefined): string {
  if (tasks === undefined) return 'Nobody has asked what the tasks logged.';
  if (tasks === 'not logged') return 'Nobody counted the load at the tasks: they do not log it, by gates.loadRunLog.';
  const { group, least, most, logged } = tasks;
  return `${logged ?? 'No log group, so none'} of ${least} to ${most} requests were logged in ${group}.`;
}

export function taskFigures(tasks: AtTasks): Measurement[] {
  if (tasks === 'not logged' || tasks.logged === undefined) return [];
  const limit = { atLeast: leastLogged(tasks) };
  return [
    { name: 'requests logged by the tasks', value: tasks.logged, unit: 'count', limit },
    {
      name: 'requests logged beyond what was sent',
      value: Math.max(0, tasks.logged - tasks.most),
      unit: 'count',
      limit: { atMost: mostLogged(tasks) - tasks.most },
    },
  ];
}
