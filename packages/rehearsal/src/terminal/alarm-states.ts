import type { RehearsalEvent } from '../events/events';
import { count } from '../report/count';

type AlarmState = Extract<RehearsalEvent, { type: 'alarm-state' }>;

/** The last state of every alarm: while all is well, they are a number. */
export class AlarmStates {
  private readonly last = new Map<string, AlarmState>();
  /** Environments of which something was told since they were counted. */
  private readonly news = new Set<string>();

  /** @returns whether a person wants to read of it by name: an alarm fires, or one that had fired does so no more */
  take(event: AlarmState): boolean {
    const key = `${event.environment} ${event.alarm}`;
    const before = this.last.get(key)?.state;
    this.last.set(key, event);
    this.news.add(event.environment);
    return (event.state === 'ALARM') !== (before === 'ALARM');
  }

  /** Of each environment with news: how many alarms are well, and how many are not. */
  counts(): readonly string[] {
    const environments = [...this.news];
    this.news.clear();
    return environments.map((environment) => {
      const states = [...this.last.values()].filter((one) => one.environment === environment).map(({ state }) => state);
      const number = (state: AlarmState['state']) => states.filter((one) => one === state).length;
      const firing = number('ALARM') === 0 ? '' : `, ${number('ALARM')} in ALARM`;
      const silent = number('INSUFFICIENT_DATA') === 0 ? '' : `, ${number('INSUFFICIENT_DATA')} without data`;
      return `${count(states.length, 'alarm')} of ${environment}: ${number('OK')} OK${firing}${silent}`;
    });
  }
}
