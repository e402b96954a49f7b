import { alarmsExcused, type Measurement } from '../../contracts/evidence';
import { type Check, type Outcome, outcomeOf } from '../outcome';
import type { AlarmRecord, DescribedAlarm } from './alarm-record';
import { type DoorCount, leastCounted } from './door-counts';
import { grown, type MemoryCourse, memoryWords, onlyGrew } from './memory';
import { type AtTasks, judgeTasks, taskFigures, taskWords } from './task-counts';
import { firstInAlarm, firstTurnedToAlarm } from './timeline';
import { cooledBy, countsFrom, type WatchWindow } from './watch-window';

/** What a watch has seen. */
export interface Watched {
  /** One for each declared alarm. */
  readonly records: readonly AlarmRecord[];
  /** Alarms that have names of the environment's and that nobody declared. */
  readonly undeclared: readonly DescribedAlarm[];
  /** What the doors counted of the load's requests; undefined if nobody knows what was sent. */
  readonly doors: readonly DoorCount[] | undefined;
  /** What the tasks have logged of it; undefined where nobody asked. */
  readonly tasks: AtTasks | undefined;
  /** The memory of each service over the load, which is named where it only grew, and stops nothing: alarms do that. */
  readonly memory: readonly MemoryCourse[];
  readonly window: WatchWindow;
  /** When the alarms were looked at last. */
  readonly seenUntil: Date;
  /** The watch ended with the first reason to stop, or was told to end: it has seen too little to call anything good. */
  readonly cutShort: boolean;
  /** Alarms that nothing on this machine can feed, with the reason; they are named, and neither pass nor stop. */
  readonly unfed: ReadonlyMap<string, string>;
  /** Looks that CloudWatch did not answer, between others that it did. */
  readonly failedLooks: number;
}

/**
 * The verdict on an environment's alarms. It passes only if every declared alarm exists as declared, there are no others, none
 * that counts is or was in ALARM, every one that is asked for data had some to judge by, because an alarm that treats missing
 * data as good is silent, not good, and the load fed one of them at least.
 */
export function judgeAlarms(watched: Watched): Outcome {
  const { records, undeclared, doors, tasks, memory, window, seenUntil, cutShort, failedLooks } = watched;
  const counting = records.filter(({ declared }) => declared.part !== 'never');
  const loaded = counting.filter(({ declared }) => declared.feed === 'load');
  const alarms = [...records.map((record) => judgeAlarm(record, watched)), ...undeclared.map(notDeclared)];
  const count = (status: Check['status']) => alarms.filter((check) => check.status === status).length;
  const checks = [...alarms];
  if (records.length > 0) {
    if (loaded.length === 0) checks.push(nothingLoaded);
    else if (!cutShort && count('passed') + count('failed') + count('not judged') === 0) checks.push(nothingJudged);
    checks.push(...(doors?.map(judgeDoor) ?? [nothingSent]));
    if (tasks) checks.push(judgeTasks(tasks));
  }
  const figure = (name: string, value: number, limit?: Measurement['limit']): Measurement => ({
    name,
    value,
    unit: 'count',
    limit,
  });
  const growing = memory.filter(onlyGrew);
  checks.push(...growing.map(namedGrowth));
  const found = records.filter(({ described }) => described?.arn).length;
  const outcome = outcomeOf(checks, [
    figure('alarms declared', records.length, { atLeast: 1 }),
    figure('alarms found', found, { atLeast: records.length }),
    figure('alarms not declared', undeclared.length, { atMost: 0 }),
    figure('alarms that count', counting.length, { atLeast: 1 }),
    figure('alarms that the load must feed', loaded.length, { atLeast: 1 }),
    figure('alarms judged good', count('passed'), { atLeast: 1 }),
    figure('alarms judged bad', count('failed'), { atMost: 0 }),
    figure('alarms not judged', count('not judged'), { atMost: 0 }),
    figure(alarmsExcused, count('excused')),
    figure('looks that failed', failedLooks),
    ...(doors ?? []).flatMap(({ door, sent, counted }) =>
      counted === undefined ? [] : [figure(`requests counted at ${door}`, counted, { atLeast: leastCounted(sent) })],
    ),
    ...(tasks ? taskFigures(tasks) : []),
    ...memory.flatMap(({ service, percents }): Measurement[] =>
      percents.length === 0
        ? []
        : [{ name: `growth of memory of ${service} over the load`, value: grown(percents), unit: 'percentage points' }],
    ),
    { name: 'watched', value: secondsWatched(window, seenUntil), unit: 's' },
  ]);
  return {
    ...outcome,
    subject: { memory: memoryWords(memory), tasks: taskWords(tasks) },
    notes: growing.length > 0 ? ['memory only grows'] : [],
  };
}

/** By itself no reason to stop: the alarm on the service's memory is one, and a person may be another. */
function namedGrowth(course: MemoryCourse): Check {
  const detail = `Memory over the load, and nothing but a restart may give it back: ${memoryWords([course])}`;
  return { name: `memory of ${course.service} stands somewhere in the load`, status: 'not counted', detail };
}

const nothingLoaded: Check = {
  name: 'the load is watched',
  status: 'not judged',
  detail: 'No alarm that counts is declared to be fed by the load, so none shows that anybody watched what it did.',
};

/** Doors that counted what was sent say nothing of alarms. */
const nothingJudged: Check = {
  name: 'an alarm is judged',
  status: 'not judged',
  detail: 'Each alarm is excused or does not count, so none shows that anybody watched what the load did.',
};

const nothingSent: Check = {
  name: 'what was sent came through the doors',
  status: 'not judged',
  detail:
    'LOAD_SENT says nothing of the requests that the load sent, so nobody can tell whether the doors counted them.',
};

/** The load generator's word held against the door's: each alone may be wrong. */
function judgeDoor({ door, sent, counted }: DoorCount): Check {
  const name = `what was sent came through ${door}`;
  if (counted === undefined) {
    const detail = `k6 sent ${sent} requests through ${door}, and the door's own counter has no data: nobody else saw them.`;
    return { name, status: 'not judged', detail };
  }
  if (counted >= leastCounted(sent)) return { name, status: 'passed' };
  const detail =
    `k6 sent ${sent} requests through ${door}, and the door counted ${counted}; at least ${leastCounted(sent)} are ` +
    'allowed: something else than this environment answered.';
  return { name, status: 'failed', detail };
}

function notDeclared({ name, arn }: DescribedAlarm): Check {
  const detail =
    `The alarm ${arn} is not declared, and its name begins as those of the environment do: delete it, or let a stack ` +
    'declare it with GatedAlarm.';
  return { name, status: 'failed', detail };
}

function judgeAlarm(record: AlarmRecord, { window, seenUntil, cutShort, unfed }: Watched): Check {
  const { declared, described, arn } = record;
  const { name } = declared;
  if (!described) {
    return { name, status: 'failed', detail: `The alarm ${arn} is declared and doesn't exist.` };
  }
  if (record.changes.length > 0) {
    const detail = `The alarm ${name} was changed by hand: ${record.changes.join('; ')}. Deploy its stack again.`;
    return { name, status: 'failed', detail };
  }
  if (declared.part === 'never') {
    const why = declared.reason ?? 'no reason given';
    return { name, status: 'not counted', detail: `The alarm ${name} exists and its state never counts here: ${why}.` };
  }
  const from = countsFrom(declared, window);
  const cools = declared.part === 'after the load';
  // One that the load has fired may still be in it then.
  const first = cools ? firstTurnedToAlarm(record, from) : firstInAlarm(record, from);
  const fired = from <= seenUntil ? first : undefined;
  if (fired) {
    const still = described.state === 'ALARM' ? 'is still' : 'has recovered since';
    return {
      name,
      status: 'failed',
      detail:
        `The alarm ${name} was in ALARM at ${fired.toISOString()} and ${still}; from ${from.toISOString()} on ` +
        `it must not be. CloudWatch says: ${described.stateReason || 'nothing'}`,
    };
  }
  if (described.evaluationState !== undefined) {
    const status = described.evaluationState === 'EVALUATION_ERROR' ? 'failed' : 'not judged';
    const why = described.stateReason || 'nothing';
    const detail = `The alarm ${name} can't be trusted: its evaluation state is ${described.evaluationState}. CloudWatch says: ${why}`;
    return { name, status, detail };
  }
  if (cutShort) {
    const detail = `The watch was cut short at ${seenUntil.toISOString()}, before the alarm ${name} could be judged.`;
    return { name, status: 'not counted', detail };
  }
  if (cools && described.state === 'ALARM') {
    const detail =
      `The alarm ${name} was fired by the load and is still in ALARM at ${seenUntil.toISOString()}; it had time to ` +
      `recover until ${cooledBy(declared, window).toISOString()}. CloudWatch says: ${described.stateReason || 'nothing'}`;
    return { name, status: 'failed', detail };
  }
  if (declared.feed === 'none') {
    const why = declared.reason ?? 'no reason given';
    return { name, status: 'not counted', detail: `The alarm ${name} did not fire, and is asked for no data: ${why}.` };
  }
  const silent = silence(record, window);
  if (!silent) return { name, status: 'passed' };
  const reason = unfed.get(name);
  if (reason !== undefined) {
    return { name, status: 'excused', detail: `The alarm ${name} is not judged on this machine: ${reason}` };
  }
  return { name, status: 'not judged', detail: silent };
}

/** Why an alarm that didn't fire proves nothing, as a sentence; undefined if it had data to judge by. */
function silence({ declared, described, feeds }: AlarmRecord, window: WatchWindow): string | undefined {
  if (feeds.length === 0) {
    return `The alarm ${declared.name} can't be judged: CloudWatch names no metric that it looks at.`;
  }
  const unheard = feeds.filter(({ fed }) => !fed).map(({ metric }) => metric);
  if (unheard.length > 0) {
    const [what, end] = declared.feed === 'load' ? ['load', window.load.endedAt] : ['watch', window.endsAt];
    const since = `${window.load.startedAt.toISOString()} to ${end.toISOString()}, or none in its last full period`;
    return `The alarm ${declared.name} can't be judged: ${unheard.join(', ')} had no data point in the ${what}, ${since}.`;
  }
  if (described?.state === 'INSUFFICIENT_DATA') {
    return `The alarm ${declared.name} can't be judged: its state is INSUFFICIENT_DATA, and only OK is good.`;
  }
  return undefined;
}

function secondsWatched({ load }: WatchWindow, seenUntil: Date): number {
  return Math.round((seenUntil.getTime() - load.startedAt.getTime()) / 100) / 10;
}
