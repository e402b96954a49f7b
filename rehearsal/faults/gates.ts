/** The gates and actions that stop faults, as the pipeline names them. Faults meet the first environment. */
export const firstEnvironment = 'Dev';

export const gates = {
  image: 'Build/Image',
  synth: 'Build/Synth',
  network: `${firstEnvironment}/Network.Deploy`,
  service: `${firstEnvironment}/Service.Deploy`,
  smoke: `${firstEnvironment}/Smoke`,
  load: `${firstEnvironment}/LoadTest`,
  alarms: `${firstEnvironment}/Alarms`,
  approval: 'PromoteStaging/Approval',
} as const;

/** The stage of a gate. */
export function stageOf(gate: string): string {
  return gate.split('/')[0] ?? gate;
}
