import type { LoadWindow } from '../../contracts/load-window';
import type { DeclaredAlarm } from '../../contracts/manifest';

/**
 * Seconds that CloudWatch may take until a metric's last data point has arrived and its alarms have looked at it; both take
 * about a minute.
 */
const deliverySeconds = 120;

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
 * From when on an alarm's states count: from the start of the load, or, for an alarm that the load may fire on purpose, once
 * the load has left its periods, at the latest at the end of the bake time.
 */
export function countsFrom(declared: DeclaredAlarm, window: WatchWindow): Date {
  if (declared.part !== 'after the load') return window.load.startedAt;
  const settled = after(window.load.endedAt, (declared.windowSeconds + deliverySeconds) / window.clockFactor);
  return settled < window.endsAt ? settled : window.endsAt;
}

function after(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}
