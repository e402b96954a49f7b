import { generatorLagMetric, shopperWaitMetric } from '../../loadtests/lib/expectations';
import { type Door, doorNames } from '../../loadtests/lib/profile';
import type { Thresholds } from '../../loadtests/lib/thresholds';
import { largestLagP95Ms } from './generator';
import { percentile, type SampleRow, tagOf } from './samples';

/** Milliseconds of answers that are looked at together. */
const windowMs = 5_000;

/** Share of errors in a window at which no more are needed. */
const hopelessErrors = 0.2;

/** How many times its limit the 95th percentile of a window is when no more answers are needed. */
const hopelessSlowness = 10;

/** Answers of a window below which nothing is said. */
const leastAnswers = 20;

/** How often a window is looked at. */
const lookEveryMs = 1_000;

interface Seen {
  readonly at: number;
  readonly value: number;
  readonly failed: boolean;
}

/**
 * Watches the answers as they come, and says when more of them would only keep a broken shop under load. While the generator is
 * late itself there is no reason: its times, and what it gave up waiting for, are not the shop's.
 */
export class EarlyStop {
  /** Why there is no hope, once there is none: the rest of a sentence. */
  reason: string | undefined;
  private readonly answers = new Map<Door, Seen[]>();
  private lags: Seen[] = [];
  private begun: number | undefined;
  private looked = 0;

  constructor(private readonly thresholds: Thresholds) {}

  add(row: SampleRow): void {
    const door = doorNames.find((name) => name === row.scenario);
    if (door === undefined || this.reason !== undefined) return;
    const at = Number(row.timestamp);
    const value = Number(row.metric_value);
    if (row.metric_name === generatorLagMetric) this.lags.push({ at, value, failed: false });
    if (row.metric_name !== shopperWaitMetric) return;
    const seen = { at, value, failed: tagOf(row, 'failed') !== undefined };
    const answers = this.answers.get(door) ?? [];
    answers.push(seen);
    this.answers.set(door, answers);
    this.begun ??= at;
    if (at - this.begun < windowMs || at - this.looked < lookEveryMs) return;
    this.looked = at;
    this.look(at - windowMs);
  }

  private look(from: number): void {
    const recent = (all: readonly Seen[]) => all.filter(({ at }) => at >= from);
    this.lags = recent(this.lags);
    const lag = percentile(values(this.lags), 0.95);
    const late = lag !== undefined && lag > largestLagP95Ms;
    for (const [door, all] of this.answers) {
      const answers = recent(all);
      this.answers.set(door, answers);
      const limit = this.thresholds[door]?.p95Ms;
      if (late || answers.length < leastAnswers || limit === undefined) continue;
      const failed = answers.filter((answer) => answer.failed).length / answers.length;
      const p95 = percentile(values(answers), 0.95) ?? 0;
      const where = `the last ${windowMs / 1000} s through ${door}`;
      if (failed >= hopelessErrors) this.reason = `of ${where} ${Math.round(failed * 100)} % of the answers failed`;
      else if (lag !== undefined && p95 >= hopelessSlowness * limit) {
        this.reason = `in ${where} p95 was ${Math.ceil(p95)} ms, ${hopelessSlowness} times the limit of ${limit} ms or more`;
      }
    }
  }
}

function values(all: readonly Seen[]): number[] {
  return all.map(({ value }) => value);
}
