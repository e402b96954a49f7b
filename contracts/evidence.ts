import {
  type GateVerdict,
  gateEvidence,
  keepsLimit,
  type Limit,
  limitWords,
  type Measurement,
} from '@delivery/rehearsal/events/gate-evidence';
import { z } from 'zod';
import { clockSkewMs } from './clock-skew';
import { gateNames } from './gates';

/** The build of CodeBuild that a gate ran in. A repeated action has another one, so its evidence lies beside the first. */
const build = z.strictObject({
  /** `<project>:<id>` */
  id: z.string().min(1),
  /** Counts the builds of the gate's project. */
  number: z.number().int().positive(),
  startedAt: z.iso.datetime(),
});

/** What one gate saw and decided, written to `evidence/<environment>/<gate>.json`. */
export const evidence = gateEvidence.extend({ gate: z.enum(gateNames), build });

/** Measurements of the load gate: how many seconds journeys began, and how many its profile's file asks for. */
export const loadLasted = 'load';
export const loadWritten = 'load of the profile';

/** Measurement of the alarm gate: how many alarms have no say because nothing on this machine can feed them. */
export const alarmsExcused = 'alarms that nothing can feed here';

/**
 * Evidence as it counts wherever it is read: its verdict is worked out again, and says why if it is another one.
 *
 * @param now evidence of what is yet to come proves nothing
 * @returns undefined for what is no evidence at all
 */
export function readEvidence(value: unknown, now: Date = new Date()): Evidence | undefined {
  const { data } = evidence.safeParse(value);
  if (!data) return undefined;
  const verdict = verdictOf(data, now);
  if (verdict === data.verdict) return data;
  return { ...data, verdict, reasons: [...data.reasons, ...contradictions(data, now)] };
}

/**
 * The verdict that evidence supports. It is never better than the one written down: a pass that its own figures, reasons or
 * times contradict is none.
 */
export function verdictOf(written: Evidence, now: Date = new Date()): GateVerdict {
  if (written.verdict !== 'pass' || contradictions(written, now).length === 0) return written.verdict;
  return written.measurements.every(keepsLimit) ? 'not judged' : 'fail';
}

/** What speaks against a pass, as sentences. */
function contradictions({ gate, reasons, measurements, build, startedAt, endedAt }: Evidence, now: Date): string[] {
  const over = measurements.flatMap(({ name, value, unit, limit }) =>
    limit === undefined || keepsLimit({ value, limit })
      ? []
      : `The evidence of the ${gate} gate says pass, and ${name} is ${value} ${unit}; ${limitWords(limit)} is allowed.`,
  );
  const found = (what: string) => `The evidence of the ${gate} gate says pass, and ${what}.`;
  if (reasons.length > 0) over.push(found('gives reasons against it'));
  if (!measurements.some(({ limit }) => limit !== undefined)) over.push(found('measured nothing that has a limit'));
  const times = [build.startedAt, startedAt, endedAt].map((time) => Date.parse(time));
  if ([...times, now.getTime()].some((time, index) => time + clockSkewMs < (times[index - 1] ?? time))) {
    const order = `${build.startedAt}, ${startedAt}, ${endedAt}, ${now.toISOString()}`;
    over.push(found(`its times are in no order (build, start, end, now): ${order}`));
  }
  return over;
}

export type { GateVerdict, Limit, Measurement };
export type Evidence = z.infer<typeof evidence>;
