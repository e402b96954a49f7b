import type { AlarmRecord, AlarmState } from './alarm-record';

/**
 * The first time from `from` on at which an alarm was known to be in ALARM, or undefined.
 *
 * The state at `from` is worked out from the changes around it, so that an alarm that fired before and recovered after
 * counts, as does one that fired and recovered between two sightings.
 */
export function firstInAlarm(record: AlarmRecord, from: Date): Date | undefined {
  const times: Date[] = [];
  if (stateAt(record, from) === 'ALARM') times.push(from);
  for (const { at, to } of record.transitions) if (to === 'ALARM' && at >= from) times.push(at);
  for (const { at, state } of record.sightings) if (state === 'ALARM' && at >= from) times.push(at);
  return times.sort((a, b) => a.getTime() - b.getTime())[0];
}

/** The first time from `from` on at which an alarm turned to ALARM; that it was in it then already does not count. */
export function firstTurnedToAlarm(record: AlarmRecord, from: Date): Date | undefined {
  const turned = record.transitions.filter(({ at, to }) => to === 'ALARM' && at >= from).map(({ at }) => at);
  let before = stateAt(record, from);
  for (const { at, state } of record.sightings) {
    if (at < from) continue;
    if (state === 'ALARM' && before !== 'ALARM') turned.push(at);
    before = state;
  }
  return turned.sort((a, b) => a.getTime() - b.getTime())[0];
}

/** An alarm's state at a time: what the last change before it led to, else what the first one after it left. */
export function stateAt(record: AlarmRecord, time: Date): AlarmState | undefined {
  const changes = [...record.transitions].sort((a, b) => a.at.getTime() - b.at.getTime());
  const before = changes.filter(({ at }) => at <= time).at(-1);
  if (before) return before.to;
  return changes[0]?.from ?? record.described?.state;
}
