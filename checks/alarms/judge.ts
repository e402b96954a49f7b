import { alarmsExcused, type Measurement } from '../../contracts/evidence';
import { type Check, type Outcome, outcomeOf } from '../outcome';
import type { AlarmRecord } from './alarm-record';
import { firstInAlarm } from './timeline';
import { countsFrom, type WatchWindow } from './watch-window';

/**
 * The verdict on an environment's alarms. It passes only if every declared alarm exists, none that counts is or was in
 * ALARM, every one that is asked for data had some to judge by, because an alarm that treats missing data as good is silent,
 * not good, and the load fed one of them at least.
 *
 * @param seenUntil when the alarms were looked at last; before the window's end if the watch was cut short
 * @param unfed alarms that nothing on this machine can feed, with the reason; they are named, and neither pass nor stop
 */
export function judgeAlarms(
  records: readonly AlarmRecord[],
  window: WatchWindow,
  seenUntil: Date,
  unfed: ReadonlyMap<string, string>,
): Outcome {
  const counting = records.filter(({ declared }) => declared.part !== 'never');
  const loaded = counting.filter(({ declared }) => declared.feed === 'load');
  const checks = records.map((record) => judgeAlarm(record, window, seenUntil, unfed));
  if (records.length > 0 && loaded.length === 0) checks.push(nothingLoaded);
  const count = (status: Check['status']) => checks.filter((check) => check.status === status).length;
  const figure = (name: string, value: number, limit?: Measurement['limit']): Measurement => ({
    name,
    value,
    unit: 'count',
    limit,
  });
  const found = records.filter(({ described }) => described?.arn).length;
  return outcomeOf(checks, [
    figure('alarms declared', records.length, { atLeast: 1 }),
    figure('alarms found', found, { atLeast: records.length }),
    figure('alarms that count', counting.length, { atLeast: 1 }),
    figure('alarms that the load must feed', loaded.length, { atLeast: 1 }),
    figure('alarms judged good', count('passed'), { atLeast: 1 }),
    figure('alarms judged bad', count('failed'), { atMost: 0 }),
    figure('alarms not judged', count('not judged'), { atMost: 0 }),
    figure(alarmsExcused, count('excused')),
    { name: 'watched', value: secondsWatched(window, seenUntil), unit: 's' },
  ]);
}

const nothingLoaded: Check = {
  name: 'the load is watched',
  status: 'not judged',
  detail: 'No alarm that counts is declared to be fed by the load, so none shows that anybody watched what it did.',
};

function judgeAlarm(
  record: AlarmRecord,
  window: WatchWindow,
  seenUntil: Date,
  unfed: ReadonlyMap<string, string>,
): Check {
  const { declared, described, arn } = record;
  const { name } = declared;
  if (!described) {
    return { name, status: 'failed', detail: `The alarm ${arn} is declared and doesn't exist.` };
  }
  if (declared.part === 'never') {
    const why = declared.reason ?? 'no reason given';
    return { name, status: 'not counted', detail: `The alarm ${name} exists and its state never counts here: ${why}.` };
  }
  const from = countsFrom(declared, window);
  const fired = from <= seenUntil ? firstInAlarm(record, from) : undefined;
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
  if (seenUntil < window.endsAt) {
    const detail = `The watch was cut short at ${seenUntil.toISOString()}, before the alarm ${name} could be judged.`;
    return { name, status: 'not counted', detail };
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
  if (described?.sources.length === 0) {
    return `The alarm ${declared.name} can't be judged: CloudWatch names no metric that it looks at.`;
  }
  const unheard = feeds.filter(({ fed }) => !fed).map(({ metric }) => metric);
  if (unheard.length > 0) {
    const [what, end] = declared.feed === 'load' ? ['load', window.load.endedAt] : ['watch', window.endsAt];
    const since = `${window.load.startedAt.toISOString()} to ${end.toISOString()}`;
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
