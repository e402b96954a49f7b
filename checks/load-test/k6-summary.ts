import { z } from 'zod';

const metric = z.object({
  type: z.enum(['counter', 'rate', 'trend', 'gauge']),
  values: z.record(z.string(), z.number()),
  thresholds: z.record(z.string(), z.object({ ok: z.boolean() })).optional(),
});

/** The file that the load tests' `handleSummary` writes. */
const summaryFile = z.object({
  runId: z.string(),
  data: z.object({
    state: z.object({ testRunDurationMs: z.number() }),
    metrics: z.record(z.string(), metric),
  }),
});

export type Metric = z.infer<typeof metric>;

/** Thrown where k6 has not measured what must have been measured: what was not seen is not 0. */
export class NotSeen extends Error {}

/** What k6 measured in one run. */
export class K6Summary {
  private constructor(
    /** Seconds that the run took. */
    readonly seconds: number,
    private readonly metrics: Readonly<Record<string, Metric>>,
  ) {}

  /**
   * @param text the summary file's content; undefined if there is no such file
   * @throws Error with a complete sentence if it isn't the summary of this run
   */
  static parse(text: string | undefined, runId: string): K6Summary {
    if (text === undefined) throw new Error('k6 has left no summary.');
    let data: unknown;
    try {
      data = JSON.parse(text);
    } catch {
      throw new Error('The summary that k6 has left is not JSON.');
    }
    const result = summaryFile.safeParse(data);
    if (!result.success) throw new Error(`The summary that k6 has left is none: ${z.prettifyError(result.error)}.`);
    if (result.data.runId !== runId) {
      throw new Error(`The summary is of run ${result.data.runId}; this run is ${runId}.`);
    }
    return new K6Summary(Math.round(result.data.data.state.testRunDurationMs) / 1000, result.data.data.metrics);
  }

  metric(name: string): Metric | undefined {
    return this.metrics[name];
  }

  /** A value of a metric, for example `find('http_reqs', 'count')`; undefined where k6 says nothing of it. */
  find(name: string, value: string): number | undefined {
    return this.metrics[name]?.values[value];
  }

  /** A value that must be there. @throws NotSeen */
  value(name: string, value: string): number {
    const found = this.find(name, value);
    if (found === undefined) throw new NotSeen(`k6's summary says nothing of ${name} (${value}), so it was not seen.`);
    return found;
  }
}

/** How many samples a metric holds: k6 passes thresholds on rates and trends that have none. */
export function samples(metric: Metric): number {
  if (metric.type === 'rate') return (metric.values.passes ?? 0) + (metric.values.fails ?? 0);
  return metric.values.count ?? 0;
}
