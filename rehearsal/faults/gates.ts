/** Faults meet the first environment. */
export const firstEnvironment = 'Dev';

export const smokeTest = `${firstEnvironment}/Smoke`;

/** The stage of a gate, which the pipeline names `Stage/Action`. */
export function stageOf(gate: string): string {
  return gate.split('/')[0] ?? gate;
}
