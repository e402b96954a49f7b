import type { Evidence } from '../../../contracts/evidence';
import type { GateName } from '../../../contracts/gates';
import type { LoadWindow } from '../../../contracts/load-window';
import type { EnvironmentManifest } from '../../../contracts/manifest';

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

/** What the gates of a job must have judged, and by which limits, so that the last one takes their word. */
export interface JudgedBefore {
  readonly load: Pick<EnvironmentManifest['load'], 'thresholds' | 'steps'>;
  readonly subject: { readonly image: string; readonly doors: string };
  /** Requests sent, by door. */
  readonly sent: Readonly<Record<string, number>>;
  readonly window: Pick<LoadWindow, 'startedAt' | 'endedAt' | 'build'>;
}

/** The good evidence of the smoke test. */
export function smokeEvidence({ subject, window }: JudgedBefore, changes: Partial<Evidence> = {}): Evidence {
  const at = (secondsBefore: number) => new Date(window.startedAt.getTime() - secondsBefore * 1000).toISOString();
  return storedEvidence('smoke', {
    startedAt: at(20),
    endedAt: at(10),
    build: { id: 'tap-Dev-smoke:aaaa', number: 1, startedAt: at(25) },
    subject: { overrides: 'none', ...subject },
    measurements: [{ name: 'good rounds', value: 3, unit: 'count', limit: { atLeast: 3 } }],
    ...changes,
  });
}

/** The good evidence of the load test that the window is of. */
export function loadEvidence({ load, subject, sent, window }: JudgedBefore, changes: Partial<Evidence> = {}): Evidence {
  const doors = Object.entries(load.thresholds);
  const [from, to] = [window.startedAt.toISOString(), window.endedAt.toISOString()];
  return storedEvidence('load', {
    startedAt: from,
    endedAt: to,
    build: { id: window.build, number: 1, startedAt: new Date(window.startedAt.getTime() - 1_000).toISOString() },
    subject: { overrides: 'none', answered: `${from}/${to}`, ...subject },
    measurements: doors.flatMap(([door, { p95Ms, maxErrorRate }]) => [
      { name: `${door} error rate`, value: 0, unit: 'rate', limit: { atMost: maxErrorRate } },
      { name: `${door} requests`, value: sent[door] ?? 0, unit: 'count' },
      ...load.steps.map(({ name }) => ({
        name: `${name} through ${door} wait p95`,
        value: 1,
        unit: 'ms',
        limit: { atMost: p95Ms },
      })),
    ]),
    ...changes,
  });
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
export function passedBefore(judged: JudgedBefore): [string, string][] {
  return [asObject(smokeEvidence(judged)), asObject(loadEvidence(judged))];
}
