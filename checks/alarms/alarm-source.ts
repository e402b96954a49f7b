import type { DescribedAlarm, Transition } from './alarm-record';
import type { FeedQuestion } from './feeds';
import type { SeriesQuestion } from './series';

/** What the gate asks of CloudWatch, in one account. Tests put their own in its place. */
export interface AlarmSource {
  /** All alarms of the region whose names begin so. */
  describe(region: string, prefix: string): Promise<readonly DescribedAlarm[]>;
  /** Changes of the named alarms' states, oldest first, by the alarm's name. */
  history(
    region: string,
    names: readonly string[],
    from: Date,
    to: Date,
  ): Promise<ReadonlyMap<string, readonly Transition[]>>;
  /** For each question, whether there was at least one data point. */
  fed(region: string, questions: readonly FeedQuestion[]): Promise<readonly boolean[]>;
  /** A metric's values over some time, the oldest first; none without any data point. */
  values(question: SeriesQuestion): Promise<readonly number[]>;
}
