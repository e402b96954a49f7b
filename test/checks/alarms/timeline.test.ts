import * as fc from 'fast-check';
import type { AlarmState, Transition } from '../../../checks/alarms/alarm-record';
import { firstInAlarm, firstTurnedToAlarm, stateAt } from '../../../checks/alarms/timeline';
import { alarm, at, declared, described, turned } from '../support/alarm-records';

const states: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

/** A history as CloudWatch keeps it: each change starts where the one before ended. */
const history = fc
  .tuple(
    fc.constantFrom(...states),
    fc.array(fc.tuple(fc.integer({ min: 1, max: 100 }), fc.constantFrom(...states)), { maxLength: 8 }),
  )
  .map(([initial, steps]) => {
    let seconds = 0;
    let from = initial;
    const transitions: Transition[] = steps.map(([wait, to]) => {
      seconds += wait;
      const change = turned(seconds, from, to);
      from = to;
      return change;
    });
    return { initial, last: from, transitions };
  });

describe("an alarm's states over time", () => {
  test('are what the changes say, from before the first to after the last, in whatever order they come', () => {
    fc.assert(
      fc.property(history, fc.nat(900), ({ initial, last, transitions }, seconds) => {
        const record = alarm(
          {},
          {
            transitions: [...transitions].reverse(),
            described: described(declared(), { state: last }),
            sightings: [],
          },
        );
        let expected = initial;
        for (const { at: time, to } of transitions) if (time <= at(seconds)) expected = to;
        expect(stateAt(record, at(seconds))).toBe(expected);
      }),
    );
  });

  test('include ALARM after a time exactly if it was so then or turned so later', () => {
    fc.assert(
      fc.property(history, fc.nat(900), ({ last, transitions }, seconds) => {
        const record = alarm({}, { transitions, described: described(declared(), { state: last }), sightings: [] });
        const later = transitions.some(({ at: time, to }) => to === 'ALARM' && time >= at(seconds));
        const expected = later || stateAt(record, at(seconds)) === 'ALARM';
        expect(firstInAlarm(record, at(seconds)) !== undefined).toBe(expected);
      }),
    );
  });

  test('are the present one without any change', () => {
    expect(stateAt(alarm({}, { transitions: [] }), at(10))).toBe('OK');
    expect(firstInAlarm(alarm({}, { described: undefined, sightings: [] }), at(0))).toBeUndefined();
  });
});

describe('the first time that an alarm turned to ALARM', () => {
  test('is of a change from then on, not of a state that it had before', () => {
    const cooling = alarm({}, { transitions: [turned(40, 'OK', 'ALARM'), turned(400, 'ALARM', 'OK')], sightings: [] });
    expect(firstTurnedToAlarm(cooling, at(360))).toBeUndefined();
    const again = alarm({}, { transitions: [...cooling.transitions, turned(500, 'OK', 'ALARM')], sightings: [] });
    expect(firstTurnedToAlarm(again, at(360))).toEqual(at(500));
  });

  test('may be known from sightings alone', () => {
    const sightings = [
      { at: at(350), state: 'ALARM' as const },
      { at: at(370), state: 'OK' as const },
      { at: at(380), state: 'ALARM' as const },
    ];
    expect(firstTurnedToAlarm(alarm({}, { sightings }), at(360))).toEqual(at(380));
  });
});
