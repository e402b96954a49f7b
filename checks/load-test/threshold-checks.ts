import { journeysCompletedMetric, journeysStartedMetric, k6ThresholdsOf } from '../../loadtests/lib/expectations';
import type { Door } from '../../loadtests/lib/profile';
import type { Check } from '../outcome';
import { doorsOf, type Generator } from './generator';
import type { K6Plan } from './k6-plan';
import { type K6Summary, samples } from './k6-summary';
import type { LoadRecord } from './load-record';

/**
 * Every door has its scenario and its thresholds in k6's plan. The gate works them out from profile, limits and steps itself: a
 * script that has lost its thresholds or a step must not pass for want of them.
 *
 * @returns the checks, and all thresholds that the run must have kept
 */
export function plannedThresholds(
  record: LoadRecord,
  plan: K6Plan,
): { readonly checks: Check[]; readonly expected: ReadonlyMap<string, readonly string[]> } {
  const checks: Check[] = [];
  const expected = new Map(Object.entries(plan.thresholds).map(([metric, list]) => [metric, [...list]]));
  for (const door of doorsOf(record)) {
    const missing: string[] = plan.scenarios[door] ? [] : ['the scenario'];
    for (const [metric, [expression = '']] of Object.entries(ownThresholds(record, door))) {
      if (!(plan.thresholds[metric] ?? []).includes(expression)) missing.push(`${metric}: ${expression}`);
    }
    const name = `${door}: scenario and thresholds are planned`;
    if (missing.length === 0) checks.push({ name, status: 'passed' });
    else checks.push({ name, status: 'failed', detail: `k6's plan lacks for ${door}: ${missing.join('; ')}.` });
  }
  if (checks.length === 0) {
    checks.push({
      name: 'doors are planned',
      status: 'failed',
      detail: 'No door has thresholds, so nothing can be judged.',
    });
  }
  return { checks, expected };
}

/** Each threshold is in the summary, was kept, and had something to judge. */
export function thresholdChecks(
  expected: ReadonlyMap<string, readonly string[]>,
  summary: K6Summary,
  generator: Generator,
  slow: boolean,
): Check[] {
  return [...expected].flatMap(([metric, expressions]) =>
    expressions.map((expression): Check => {
      const name = `${metric}: ${expression}`;
      const measured = summary.metric(metric);
      const threshold = measured?.thresholds?.[expression];
      if (!measured || !threshold) {
        return { name, status: 'failed', detail: `The summary says nothing about the threshold ${name}.` };
      }
      // A counter says with its floor how many samples are enough; of dropped journeys there must be none.
      if (measured.type !== 'counter' && samples(measured) === 0) {
        return { name, status: 'failed', detail: `${metric} has no samples, so ${expression} was never tried.` };
      }
      if (threshold.ok) return { name, status: 'passed' };
      return { name, ...broken(metric, expression, summary, generator, slow) };
    }),
  );
}

function ownThresholds(record: LoadRecord, door: Door): Record<string, string[]> {
  const thresholds = record.thresholds[door];
  const steps = record.steps.map(({ name }) => name);
  return thresholds ? k6ThresholdsOf(door, record.profile.doors[door], thresholds, record.profile, steps) : {};
}

const rateMetrics = [journeysStartedMetric, journeysCompletedMetric, 'iterations', 'http_reqs', 'dropped_iterations'];

/**
 * Who is to blame for a broken threshold. Journeys that were never begun, and what follows from them, are the generator's,
 * unless answers were so slow that all its users were waiting for them, or it was told to send less.
 */
function broken(
  metric: string,
  expression: string,
  summary: K6Summary,
  generator: Generator,
  slow: boolean,
): Required<Pick<Check, 'status' | 'detail'>> {
  const base = metric.split('{')[0] ?? metric;
  const text = `${metric} is ${shown(summary, metric, expression)}; the threshold is ${expression}.`;
  if (generator.missed && !generator.toldToSendLess && rateMetrics.includes(base) && !slow) {
    return { status: 'not judged', detail: `${text} The generator did not keep its rate.` };
  }
  return { status: 'failed', detail: text };
}

function shown(summary: K6Summary, metric: string, expression: string): string {
  const aggregate = /^(p\(\d+\)|\w+)/.exec(expression)?.[0] ?? '';
  const value = summary.metric(metric)?.values[aggregate];
  return value === undefined ? 'unknown' : String(Math.round(value * 10_000) / 10_000);
}
