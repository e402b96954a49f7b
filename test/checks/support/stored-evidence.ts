import type { Evidence } from '../../../contracts/evidence';
import type { GateName } from '../../../contracts/gates';

/** A gate's evidence of a minute ago, in the execution of the bench. */
export function storedEvidence(gate: GateName, changes: Partial<Evidence> = {}): Evidence {
  const at = (secondsAgo: number) => new Date(Date.now() - secondsAgo * 1000).toISOString();
  return {
    gate,
    environment: 'Dev',
    commit: '0123abc',
    execution: 'execution-1',
    startedAt: at(60),
    endedAt: at(50),
    verdict: 'pass',
    reasons: [],
    measurements: [{ name: 'checks passed', value: 1, unit: 'count', limit: { atLeast: 1 } }],
    subject: { overrides: 'none' },
    build: { id: `tap-Dev-${gate}:aaaa`, number: 1, startedAt: at(70) },
    ...changes,
  };
}

/** The folder of the bench's execution and environment, by bucket and key. */
export const evidenceFolder = 'evidence-bucket/0123abc/execution-1/Dev';

/** Where the bucket has it, and its text. */
export function asObject(evidence: Evidence): [string, string] {
  const { gate, build } = evidence;
  const key = `${evidenceFolder}/${gate}/${build.number}-${build.id.split(':')[1]}/${gate}.json`;
  return [key, JSON.stringify(evidence)];
}

/** What the gates before the last one have left where all is well. */
export function passedBefore(): [string, string][] {
  return (['smoke', 'load'] as const).map((gate) => asObject(storedEvidence(gate)));
}
