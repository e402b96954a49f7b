/**
 * The gates that every environment passes after its deployment, in their order: the one list of them. Evidence, physical
 * names, roles, jobs and the bundle are named after it.
 *
 * Each has the name of its program: the folder in `checks/`, and the build specification of its job.
 */
export const GATE_PROGRAMS = { smoke: 'smoke', load: 'load-test', alarms: 'alarms' } as const;

export type GateName = keyof typeof GATE_PROGRAMS;
export type GateProgram = (typeof GATE_PROGRAMS)[GateName];

export const GATE_NAMES = Object.keys(GATE_PROGRAMS) as readonly GateName[];

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
