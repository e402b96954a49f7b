import type { JobNames } from './job-programs';

interface GateNames extends JobNames {
  /** What people are told has passed. */
  readonly title: string;
}

/**
 * The gates that every environment passes after its deployment, in their order: the one list of them. Evidence, physical
 * names, roles, jobs and the bundle are named after them.
 */
export const gates = {
  smoke: { program: 'smoke', action: 'Smoke', title: 'smoke test' },
  load: { program: 'load-test', action: 'LoadTest', title: 'load test' },
  alarms: { program: 'alarms', action: 'Alarms', title: 'alarm check' },
} as const satisfies Readonly<Record<string, GateNames>>;

export type GateName = keyof typeof gates;
export type GateProgram = (typeof gates)[GateName]['program'];

export const gateNames = Object.keys(gates) as readonly GateName[];

/** Keys of what there is once for each gate, such as `smokeGateRole`. */
export type ForEachGate<Suffix extends string, Value> = { readonly [Gate in GateName as `${Gate}${Suffix}`]: Value };

/** One value for each gate, by its name and a suffix. */
export function forEachGate<Value, Suffix extends string>(
  suffix: Suffix,
  value: (gate: GateName) => Value,
): ForEachGate<Suffix, Value> {
  return Object.fromEntries(gateNames.map((gate) => [`${gate}${suffix}`, value(gate)])) as ForEachGate<Suffix, Value>;
}

/** Minutes that the job of a load gate may take. */
export const loadJobMinutes = 60;

/** Minutes of these for all but the load: the job's start, preparation, reports, evidence. */
const aroundTheLoadMinutes = 10;

/** Seconds that the load of a gate may take, sent a second time where the first leaves the verdict open. */
export const longestLoadSeconds = (loadJobMinutes - aroundTheLoadMinutes) * 60;
