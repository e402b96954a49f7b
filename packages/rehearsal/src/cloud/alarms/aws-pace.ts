import { CodedError } from '@delivery/coded-error';
import type { PacedAlarm } from '../../events/events';
import type { MetricStore } from '../metrics/metric-store';
import type { AlarmDefinition } from './alarm-definition';
import { dataPoint } from './data-points';
import { judge } from './judge';
import type { Value } from './metric-math';

/** One load test as it was carried out here, and how long its load is on AWS. */
export interface PacedLoad {
  /** Real milliseconds since the epoch, from the load test's first call to its last. */
  readonly from: number;
  readonly to: number;
  /** Seconds in which journeys began here. */
  readonly secondsHere: number;
  /** Seconds in which they begin on AWS, at the same rates. */
  readonly secondsOnAws: number;
}

/**
 * What an alarm would have done on AWS, had the load there been as it was here: periods of AWS's length, and AWS's length of
 * the load. Arithmetic, which nothing has run:
 *
 * - The load's level is one value, over all samples of the load test: averages, percentiles, minima and maxima as they are; what is
 *   counted is spread over the seconds of load and multiplied by those of a period. Levels don't change in the meantime: an
 *   error that began in the middle counts as half as many from the beginning.
 * - Periods don't begin with the load. Of all that its length may hold, one is left out for those it shares with the time before
 *   and after: so many are whole whenever it begins.
 * - Fewer whole ones than data points that the alarm wants, and nothing is said of it. Else it is judged as CloudWatch does, with
 *   the level in each of them; no sample at all is missing data.
 *
 * @param level the level, where something else than the samples decides it. @default - that of the samples
 */
export function atAwsPace(
  alarm: AlarmDefinition,
  store: MetricStore,
  load: PacedLoad,
  level?: Value,
): Pick<PacedAlarm, 'onAws' | 'reason'> {
  const { periodSeconds, datapointsToAlarm, comparison, threshold, missingData } = alarm;
  const whole = Math.max(0, Math.floor(load.secondsOnAws / periodSeconds) - 1);
  const periods = `${load.secondsOnAws} s of load hold ${whole} whole periods of ${periodSeconds} s whenever they begin`;
  if (whole < datapointsToAlarm) {
    return { onAws: 'not known', reason: `${periods}, and ${datapointsToAlarm} must breach` };
  }
  let value: Value;
  try {
    value = level ?? levelOf(alarm, store, load);
  } catch (error) {
    if (error instanceof CodedError) return { onAws: 'not known', reason: error.message };
    throw error;
  }
  const state = judge(Array<Value>(whole).fill(value), alarm, 'OK');
  const said =
    value === undefined
      ? `no data in the load, which counts as ${missingData}`
      : `${Number(value.toPrecision(4))} in each period of ${periodSeconds} s, ${comparison} ${threshold}`;
  if (state === 'INSUFFICIENT_DATA') return { onAws: 'not known', reason: said };
  return { onAws: state === 'ALARM' ? 'would fire' : 'would not fire', reason: `${said}; ${periods}` };
}

function levelOf(alarm: AlarmDefinition, store: MetricStore, { from, to, secondsHere }: PacedLoad): Value {
  // Samples lie at the beginning of their bucket; sums are those of the faster clock.
  const begin = Math.floor(from / store.bucketMs) * store.bucketMs;
  return dataPoint(alarm, store, begin, to, store.periodMs(alarm.periodSeconds) / (secondsHere * 1000));
}
