import type { Emit, PacedAlarm } from '../../events/events';
import type { Clock } from '../base/clock';
import type { Owned } from '../deployed/deployed-stacks';
import type { MetricStore } from '../metrics/metric-store';
import type { AlarmActions, AlarmDefinition } from './alarm-definition';
import { atAwsPace, type PacedLoad } from './aws-pace';
import type { CompositeRule } from './composite-rule';
import { dataPoints } from './data-points';
import { type AlarmState, judge, morePeriods } from './judge';
import type { Value } from './metric-math';

export interface EvaluatorServices {
  readonly clock: Clock;
  readonly store: MetricStore;
  readonly emit: Emit;
  /** Sets the state in the emulator, which keeps the history and fires the actions. */
  setState(alarm: Owned, name: string, state: AlarmState, reason: string): Promise<void>;
}

export interface CompositeAlarm {
  readonly resource: Owned;
  readonly name: string;
  readonly rule: CompositeRule;
  readonly actions: AlarmActions;
}

interface Judged {
  readonly definition: AlarmDefinition;
  /** Real milliseconds at which it was first seen: AWS judges it from then on, over the time before, too. */
  readonly since: number;
  /** Its warm-up is over: there is one in an alarm's life. */
  warm: boolean;
  state: AlarmState;
  evaluatedAt: number;
  /** Real milliseconds at which it was found in ALARM last; 0 if it never was. */
  inAlarmAt: number;
}

const minuteSeconds = 60;
const tickMs = 200;

/** Judges every alarm of the run on the rehearsal's clock, once an AWS minute, or once a period where that is shorter. */
export class AlarmEvaluator {
  /** Alarms whose metric is taken for breaching, by name; for faults. */
  readonly breaching = new Set<string>();
  private readonly alarms = new Map<string, Judged>();
  private readonly composites = new Map<string, { readonly definition: CompositeAlarm; state: AlarmState }>();
  private readonly complained = new Set<string>();
  private stopTicking: () => void = () => undefined;

  constructor(private readonly services: EvaluatorServices) {}

  start(): void {
    this.stopTicking = this.services.clock.every(tickMs, () => this.tick());
  }

  stop(): void {
    this.stopTicking();
  }

  /** Takes over an alarm as deployed now; one that is known keeps its state. */
  put(definition: AlarmDefinition): void {
    const known = this.alarms.get(keyOf(definition));
    this.alarms.set(keyOf(definition), {
      definition,
      since: known?.since ?? this.services.clock.now(),
      warm: known?.warm ?? definition.warmUp === undefined,
      state: known?.state ?? 'INSUFFICIENT_DATA',
      evaluatedAt: known?.evaluatedAt ?? 0,
      inAlarmAt: known?.inAlarmAt ?? 0,
    });
  }

  putComposite(definition: CompositeAlarm): void {
    const known = this.composites.get(keyOf(definition));
    this.composites.set(keyOf(definition), { definition, state: known?.state ?? 'INSUFFICIENT_DATA' });
  }

  /** Forgets the alarms that the filter does not keep. */
  retain(keep: (alarm: Owned) => boolean): void {
    for (const [key, { definition }] of this.alarms) if (!keep(definition.resource)) this.alarms.delete(key);
    for (const [key, { definition }] of this.composites) if (!keep(definition.resource)) this.composites.delete(key);
  }

  definitions(): AlarmDefinition[] {
    return [...this.alarms.values()].map(({ definition }) => definition);
  }

  /** True if everything the alarm watches is measured in this run. */
  isFed({ name, watched }: AlarmDefinition): boolean {
    if (this.breaching.has(name)) return true;
    return [...watched.metrics.values()].every(({ metric }) => this.services.store.isFed(metric));
  }

  /** What the alarms of an environment that this run feeds would have done at AWS's pace under this load, and what they did. */
  atAwsPace(environment: string, load: PacedLoad): PacedAlarm[] {
    const own = [...this.alarms.values()].filter(({ definition }) => definition.resource.environment === environment);
    return own.flatMap(({ definition, inAlarmAt }): PacedAlarm[] => {
      if (!this.isFed(definition)) return [];
      const level = this.breaching.has(definition.name) ? breachingValue(definition) : undefined;
      const here = inAlarmAt >= load.from ? 'fired' : 'did not fire';
      return [{ name: definition.name, here, ...atAwsPace(definition, this.services.store, load, level) }];
    });
  }

  /** Judges what is due now. */
  async tick(): Promise<void> {
    const { clock, store } = this.services;
    for (const alarm of this.alarms.values()) {
      const stepMs = store.periodMs(Math.min(minuteSeconds, alarm.definition.periodSeconds));
      const end = Math.floor(clock.now() / stepMs) * stepMs;
      if (end <= alarm.evaluatedAt || !this.isFed(alarm.definition)) continue;
      alarm.evaluatedAt = end;
      const points = this.points(alarm, end);
      alarm.warm ||= this.isWarm(alarm, points, end);
      if (!alarm.warm) continue;
      const state = judge(points, alarm.definition, alarm.state);
      if (state === 'ALARM') alarm.inAlarmAt = clock.now();
      if (state !== alarm.state) await this.change(alarm, state, reasonOf(alarm.definition, state, points));
    }
    for (const composite of this.composites.values()) {
      const { account, region } = composite.definition.resource;
      const inAlarm = composite.definition.rule((name) => this.stateOf({ account, region }, name));
      const state = inAlarm ? 'ALARM' : 'OK';
      if (state !== composite.state) await this.change(composite, state, `the rule is ${inAlarm ? 'met' : 'not met'}`);
    }
  }

  /** Over when its time is up, or once there are data of the newest period and of one before the alarm's window. */
  private isWarm({ definition, since }: Judged, points: readonly Value[], end: number): boolean {
    const { warmUp, evaluationPeriods } = definition;
    if (!warmUp || end >= since + this.services.clock.realMs(warmUp.minutes * minuteSeconds)) return true;
    const before = points.slice(0, points.length - evaluationPeriods);
    return !warmUp.whole && points.at(-1) !== undefined && before.some((value) => value !== undefined);
  }

  private points({ definition }: Judged, end: number): Value[] {
    const wanted = definition.evaluationPeriods + morePeriods;
    if (this.breaching.has(definition.name)) return Array.from({ length: wanted }, () => breachingValue(definition));
    return dataPoints(definition, this.services.store, end, wanted);
  }

  private async change(
    alarm: { readonly definition: AlarmDefinition | CompositeAlarm; state: AlarmState },
    state: AlarmState,
    reason: string,
  ): Promise<void> {
    const { resource, name, actions } = alarm.definition;
    const { environment } = resource;
    try {
      await this.services.setState(resource, name, state, reason);
    } catch (error) {
      this.couldNotSet(name, state, error as Error);
      return;
    }
    alarm.state = state;
    this.services.emit({ type: 'alarm-state', environment, alarm: name, state, reason });
    for (const topic of actions.enabled ? actions[state].filter((arn) => arn.includes(':sns:')) : []) {
      this.services.emit({
        type: 'notification',
        environment,
        topic: topic.split(':').at(-1) ?? topic,
        subject: `${state}: "${name}" in ${resource.region}`,
      });
    }
  }

  /** Set again at the next turn, as the alarm check asks the emulator; said once. */
  private couldNotSet(name: string, state: AlarmState, error: Error): void {
    if (this.complained.has(name)) return;
    this.complained.add(name);
    const message = `state ${state} of alarm ${name} could not be set: ${error.message}`;
    this.services.emit({ type: 'warning', code: 'TAP4422', message });
  }

  private stateOf(at: { account: string; region: string }, name: string): AlarmState | undefined {
    const key = `${at.account}/${at.region}/${name}`;
    return this.alarms.get(key)?.state ?? this.composites.get(key)?.state;
  }
}

function keyOf({ resource, name }: Pick<AlarmDefinition, 'resource' | 'name'>): string {
  return `${resource.account}/${resource.region}/${name}`;
}

function breachingValue({ threshold, comparison }: AlarmDefinition): number {
  const beyond = Math.max(1, Math.abs(threshold));
  return comparison.startsWith('Greater') ? threshold + beyond : threshold - beyond;
}

function reasonOf(
  { threshold, comparison, watched }: AlarmDefinition,
  state: AlarmState,
  points: readonly Value[],
): string {
  const shown = points.map((point) => (point === undefined ? '-' : String(Number(point.toPrecision(4))))).join(', ');
  const what = watched.metrics.get(watched.judged)?.metric.name ?? watched.judged;
  return state === 'INSUFFICIENT_DATA'
    ? `no data of ${what}`
    : `${what}: [${shown}] (oldest first), ${comparison} ${threshold}`;
}
