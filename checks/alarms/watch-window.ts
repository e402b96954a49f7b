import { CodedError } from '@delivery/coded-error';
import { deliverySeconds } from '../../contracts/alarm-timing';
import { clockSkewMs } from '../../contracts/clock-skew';
import type { LoadWindow } from '../../contracts/load-window';
import type { DeclaredAlarm } from '../../contracts/manifest';
import type { GateSettings } from '../gate-settings';

/** Hours after its end that a load's window may be judged: what an alarm does later is not the commit's. */
const oldestHours = 2;

/** From when to when alarms are watched. Timestamps are real; only waits go by faster where the clock does. */
export interface WatchWindow {
  readonly load: Pick<LoadWindow, 'startedAt' | 'endedAt'>;
  /** End of the bake time. */
  readonly endsAt: Date;
  readonly clockFactor: number;
}

export function watchWindow(load: WatchWindow['load'], bakeSeconds: number, clockFactor: number): WatchWindow {
  return { load, endsAt: after(load.endedAt, bakeSeconds / clockFactor), clockFactor };
}

/**
 * That a window is of the load which this very execution has just sent to this environment.
 *
 * @throws CodedError TAP3203 with what it is instead
 */
export function requireOwnLoad(
  load: LoadWindow,
  { environment, execution }: Pick<GateSettings, 'environment' | 'execution'>,
  now: Date,
): void {
  const refuse = (what: string, allowed: string) => {
    const received = `LOAD_WINDOW: received a load ${what}; ${allowed} is allowed`;
    throw new CodedError('TAP3203', `${received}; release the change again, so that its own load is sent and judged`);
  };
  if (load.execution !== execution) refuse(`of execution ${load.execution}`, `one of this execution, ${execution},`);
  if (load.environment !== environment) refuse(`of ${load.environment}`, `one of ${environment}`);
  if (load.endedAt.getTime() > now.getTime() + clockSkewMs) {
    refuse(`that ends at ${load.endedAt.toISOString()}, in the future`, `one that is over at ${now.toISOString()}`);
  }
  if (now.getTime() - load.endedAt.getTime() > oldestHours * 3_600_000) {
    refuse(`that ended at ${load.endedAt.toISOString()}`, `one of the last ${oldestHours} hours`);
  }
}

/**
 * From when on an alarm's states count: from the start of the load, or, for an alarm that the load may fire on purpose, once
 * the load has left its periods, at the latest at the end of the bake time.
 */
export function countsFrom(declared: DeclaredAlarm, window: WatchWindow): Date {
  if (declared.part !== 'after the load') return window.load.startedAt;
  const settled = settledAfter(window.load.endedAt, declared, window);
  return settled < window.endsAt ? settled : window.endsAt;
}

/**
 * Until when an alarm that the load has fired on purpose may cool down, as capacity is given back slowly: for one more window
 * after the bake.
 */
export function cooledBy(declared: DeclaredAlarm, window: WatchWindow): Date {
  return settledAfter(window.endsAt, declared, window);
}

function settledAfter(time: Date, { windowSeconds }: DeclaredAlarm, { clockFactor }: WatchWindow): Date {
  return after(time, (windowSeconds + deliverySeconds) / clockFactor);
}

function after(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}
