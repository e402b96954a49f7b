import type { AlarmRecord, AlarmState, DescribedAlarm, Transition } from '../../../checks/alarms/alarm-record';
import type { WatchWindow } from '../../../checks/alarms/watch-window';
import { watchWindow } from '../../../checks/alarms/watch-window';
import type { DeclaredAlarm } from '../../../contracts/manifest';

const loadStart = new Date('2026-01-01T12:00:00Z');
export const bakeSeconds = 600;

/** A time by seconds from the start of the load, which lasts 60 s; the watch ends at 660. */
export function at(seconds: number): Date {
  return new Date(loadStart.getTime() + seconds * 1000);
}

export const bakeWindow: WatchWindow = watchWindow({ startedAt: at(0), endedAt: at(60) }, bakeSeconds, 1);

export function declared(changes: Partial<DeclaredAlarm> = {}): DeclaredAlarm {
  return {
    name: 'tap-dev-errors',
    region: 'us-east-1',
    part: 'always',
    feed: 'load',
    periodSeconds: 60,
    datapointsToAlarm: 2,
    windowSeconds: 180,
    settings: { threshold: '1', 'dimension LoadBalancer': '{{Dev-Service.Alb}}' },
    ...changes,
  };
}

export function arnOf(region: string, name: string): string {
  return `arn:aws:cloudwatch:${region}:111111111111:alarm:${name}`;
}

export function described(of: DeclaredAlarm, changes: Partial<DescribedAlarm> = {}): DescribedAlarm {
  return {
    arn: arnOf(of.region, of.name),
    name: of.name,
    state: 'OK',
    stateReason: 'the last words',
    evaluationState: undefined,
    configuredAt: at(-900),
    settings: { threshold: '1', 'dimension LoadBalancer': 'app/a/b' },
    sources: [
      {
        namespace: 'AWS/ApplicationELB',
        metric: 'TargetResponseTime',
        dimensions: [{ name: 'LoadBalancer', value: 'app/a/b' }],
        stat: 'p95',
        periodSeconds: 60,
      },
    ],
    queries: [],
    ...changes,
  };
}

export function turned(seconds: number, from: AlarmState, to: AlarmState): Transition {
  return { at: at(seconds), from, to };
}

/** A record of an alarm with which nothing is wrong, but for the changes. */
export function alarm(of: Partial<DeclaredAlarm> = {}, changes: Partial<AlarmRecord> = {}): AlarmRecord {
  const it = declared(of);
  return {
    declared: it,
    arn: arnOf(it.region, it.name),
    described: described(it),
    changes: [],
    sightings: [{ at: at(660), state: 'OK' }],
    transitions: [],
    feeds: [{ metric: 'AWS/ApplicationELB TargetResponseTime', fed: true }],
    ...changes,
  };
}
