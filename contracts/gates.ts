import type { JobNames } from './job-programs';

interface GateNames extends JobNames {
  /** What people are told has passed. */
  readonly title: string;
}

/**
 * The gates that every environment passes after its deployment, in their order: the one list of them. Evidence, physical
 * names, roles, jobs and the bundle are named after them.
 */
export const GATES = {
  smoke: { program: 'smoke', action: 'Smoke', title: 'smoke test' },
  load: { program: 'load-test', action: 'LoadTest', title: 'load test' },
  alarms: { program: 'alarms', action: 'Alarms', title: 'alarm check' },
} as const satisfies Readonly<Record<string, GateNames>>;

export type GateName = keyof typeof GATES;
export type GateProgram = (typeof GATES)[GateName]['program'];

export const GATE_NAMES = Object.keys(GATES) as readonly GateName[];

/** Keys of what there is once for each gate, such as `smokeGateRole`. */
export type ForEachGate<Suffix extends string, Value> = { readonly [Gate in GateName as `${Gate}${Suffix}`]: Value };

/** One value for each gate, by its name and a suffix. */
export function forEachGate<Value, Suffix extends string>(
  suffix: Suffix,
  value: (gate: GateName) => Value,
): ForEachGate<Suffix, Value> {
  return Object.fromEntries(GATE_NAMES.map((gate) => [`${gate}${suffix}`, value(gate)])) as ForEachGate<Suffix, Value>;
}

/** Minutes that the job of a load gate may take. */
export const LOAD_JOB_MINUTES = 60;

/** Minutes of these for all but the load: the job's start, preparation, the last journeys, reports. */
const AROUND_THE_LOAD_MINUTES = 15;

/** Seconds that the load of a gate's profile may take. */
export const LONGEST_LOAD_SECONDS = (LOAD_JOB_MINUTES - AROUND_THE_LOAD_MINUTES) * 60;
