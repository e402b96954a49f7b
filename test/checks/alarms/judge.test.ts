import * as fc from 'fast-check';
import type { AlarmRecord } from '../../../checks/alarms/alarm-record';
import { judgeAlarms } from '../../../checks/alarms/judge';
import { alarmsExcused } from '../../../contracts/evidence';
import { alarm, at, bakeWindow, declared, described, turned } from '../support/alarm-records';

const unfedHere = new Map([['tap-dev-errors', 'no metric of it exists on a laptop']]);

function judge(records: readonly AlarmRecord[], unfed: ReadonlyMap<string, string> = new Map()) {
  return judgeAlarms({
    records,
    undeclared: [],
    doors: [],
    tasks: undefined,
    memory: [],
    window: bakeWindow,
    seenUntil: bakeWindow.endsAt,
    unfed,
    cutShort: false,
    failedLooks: 0,
  });
}

/** A second alarm, with which nothing is wrong. */
const other = () => alarm({ name: 'tap-dev-other' });

describe('the verdict on alarms', () => {
  test('is pass if all exist, none fired and all were fed', () => {
    const { verdict, reasons, checks } = judge([alarm(), other()]);
    expect({ verdict, reasons }).toEqual({ verdict: 'pass', reasons: [] });
    expect(checks.map(({ status }) => status)).toEqual(['passed', 'passed']);
  });

  test('is fail without any declared alarm', () => {
    expect(judge([])).toMatchObject({ verdict: 'fail', reasons: ['No check was run at all.'] });
  });

  test('is fail if a declared alarm is missing, whatever its part', () => {
    for (const part of ['always', 'after the load', 'never'] as const) {
      const { verdict, reasons } = judge([alarm({ part, reason: 'because' }, { described: undefined }), other()]);
      expect(verdict).toBe('fail');
      expect(reasons).toEqual([expect.stringMatching(/alarm:tap-dev-errors is declared and doesn't exist/)]);
    }
  });

  test.each<[string, Partial<AlarmRecord>]>([
    ['is firing', { described: described(declared(), { state: 'ALARM' }) }],
    [
      'was seen firing and has recovered',
      {
        sightings: [
          { at: at(200), state: 'ALARM' },
          { at: at(660), state: 'OK' },
        ],
      },
    ],
    ['fired between two sightings', { transitions: [turned(300, 'OK', 'ALARM'), turned(305, 'ALARM', 'OK')] }],
    ['fired during the load', { transitions: [turned(30, 'OK', 'ALARM'), turned(50, 'ALARM', 'OK')] }],
    ['was firing when the load began', { transitions: [turned(20, 'ALARM', 'OK')] }],
    [
      'fires without having been fed',
      { transitions: [turned(300, 'OK', 'ALARM')], feeds: [{ metric: 'm', fed: false }] },
    ],
  ])('is fail if an alarm %s', (_what, changes) => {
    const { verdict, reasons } = judge([alarm({}, changes), other()]);
    expect(verdict).toBe('fail');
    expect(reasons).toEqual([expect.stringMatching(/^The alarm tap-dev-errors was in ALARM at 2026.*the last words$/)]);
  });

  test('is fail if an alarm fires that nothing here was said to feed', () => {
    const firing = alarm({}, { described: described(declared(), { state: 'ALARM' }) });
    expect(judge([firing, other()], unfedHere).verdict).toBe('fail');
  });

  test.each(['always', 'after the load', 'never'] as const)(
    'is fail if an alarm was changed by hand, whose part is %s',
    (part) => {
      const changed = alarm(
        { part, reason: 'because' },
        { changes: ['threshold is 99, declared 1', 'period is absent'] },
      );
      expect(judge([changed, other()])).toMatchObject({
        verdict: 'fail',
        reasons: [
          'The alarm tap-dev-errors was changed by hand: threshold is 99, declared 1; period is absent. Deploy its stack again.',
        ],
      });
    },
  );

  test.each([
    ['EVALUATION_ERROR', 'fail'],
    ['PARTIAL_DATA', 'not judged'],
    ['EVALUATION_FAILURE', 'not judged'],
  ])('trusts no state of an alarm whose evaluation state is %s', (evaluationState, verdict) => {
    const blind = alarm({}, { described: described(declared(), { evaluationState }) });
    expect(judge([blind, other()])).toMatchObject({
      verdict,
      reasons: [expect.stringContaining(`its evaluation state is ${evaluationState}. CloudWatch says: the last words`)],
    });
  });

  test.each<[string, { door: string; sent: number; counted: number | undefined }[] | undefined, string, RegExp[]]>([
    ['counted all', [{ door: 'api', sent: 1000, counted: 1000 }], 'pass', []],
    ['counted others too', [{ door: 'api', sent: 1000, counted: 5000 }], 'pass', []],
    ['counted one in a hundred less', [{ door: 'api', sent: 1000, counted: 990 }], 'pass', []],
    ['counted less', [{ door: 'api', sent: 1000, counted: 989 }], 'fail', [/sent 1000 .* counted 989; at least 990/]],
    ['counted nothing', [{ door: 'api', sent: 1000, counted: undefined }], 'not judged', [/api.*counter has no data/]],
    ['were not told what was sent', undefined, 'not judged', [/LOAD_SENT says nothing/]],
  ])('holds what was sent against doors that %s', (_what, doors, expected, words) => {
    const { verdict, reasons } = judgeAlarms({
      records: [alarm()],
      undeclared: [],
      doors,
      tasks: undefined,
      memory: [],
      window: bakeWindow,
      seenUntil: bakeWindow.endsAt,
      unfed: new Map(),
      cutShort: false,
      failedLooks: 0,
    });
    expect(verdict).toBe(expected);
    expect(reasons).toEqual(words.map((text) => expect.stringMatching(text)));
  });

  test('is fail if there is an alarm of the environment that nobody declared', () => {
    const foreign = described(declared({ name: 'tap-dev-by-hand' }));
    const records = [alarm()];
    const { verdict, reasons } = judgeAlarms({
      records,
      undeclared: [foreign],
      doors: [],
      tasks: undefined,
      memory: [],
      window: bakeWindow,
      seenUntil: bakeWindow.endsAt,
      unfed: new Map(),
      cutShort: false,
      failedLooks: 0,
    });
    expect(verdict).toBe('fail');
    expect(reasons).toEqual([expect.stringMatching(/alarm:tap-dev-by-hand is not declared, .*GatedAlarm\.$/)]);
  });

  test('lets an alarm for after the load fire during the load, but not once the load has left its periods', () => {
    const part = { part: 'after the load', reason: 'it scales on purpose' } as const;
    const during = { transitions: [turned(40, 'OK', 'ALARM'), turned(200, 'ALARM', 'OK')] };
    const forLong = { transitions: [turned(40, 'OK', 'ALARM'), turned(400, 'ALARM', 'OK')] };
    const again = { transitions: [turned(500, 'OK', 'ALARM'), turned(510, 'ALARM', 'OK')] };
    const twice = { transitions: [...forLong.transitions, ...again.transitions] };
    expect(judge([alarm(part, during), other()]).verdict).toBe('pass');
    expect(judge([alarm(part, forLong), other()]).verdict).toBe('pass');
    expect(judge([alarm(part, again), other()]).verdict).toBe('fail');
    expect(judge([alarm(part, twice), other()]).verdict).toBe('fail');
  });

  test('stops for an alarm that the load has fired and that does not recover in its time', () => {
    const slow = { part: 'after the load', reason: 'it scales on purpose' } as const;
    const transitions = [turned(40, 'OK', 'ALARM')];
    const firing = alarm(slow, { transitions, described: described(declared(slow), { state: 'ALARM' }) });
    expect(judge([firing, other()])).toMatchObject({
      verdict: 'fail',
      reasons: [expect.stringMatching(/fired by the load and is still in ALARM at .*until 2026-01-01T12:16:00.000Z/)],
    });
  });

  test('does not count an alarm whose part is never, and says why in the report', () => {
    const firing = alarm(
      { part: 'never', reason: 'it burns slowly' },
      { described: described(declared(), { state: 'ALARM' }), feeds: [] },
    );
    const { verdict, reasons, checks } = judge([firing, other()]);
    expect({ verdict, reasons }).toEqual({ verdict: 'pass', reasons: [] });
    expect(checks[0]).toMatchObject({ status: 'not counted', detail: expect.stringMatching(/it burns slowly/) });
  });

  test.each(['OK', 'INSUFFICIENT_DATA'] as const)(
    'asks an alarm for no data that declares so, in state %s',
    (state) => {
      const idle = alarm(
        { feed: 'none', reason: 'no journey reaches it' },
        { described: described(declared(), { state }), feeds: [] },
      );
      const { verdict, reasons, checks } = judge([idle, other()]);
      expect({ verdict, reasons }).toEqual({ verdict: 'pass', reasons: [] });
      expect(checks[0]).toMatchObject({
        status: 'not counted',
        detail: expect.stringMatching(/did not fire, and is asked for no data: no journey reaches it\.$/),
      });
    },
  );

  test('stops for an alarm that is asked for no data and fires', () => {
    const idle = { feed: 'none', reason: 'no journey reaches it' } as const;
    const firing = alarm(idle, { transitions: [turned(300, 'OK', 'ALARM'), turned(301, 'ALARM', 'OK')], feeds: [] });
    expect(judge([firing, other()]).verdict).toBe('fail');
  });

  test('is not judged if the load has to feed none of the alarms that count', () => {
    const asleep = [alarm({ feed: 'watch' }), alarm({ feed: 'none', reason: 'idle' }, { feeds: [] })];
    for (const records of [asleep, [...asleep, alarm({ part: 'never', reason: 'rare' })]]) {
      const { verdict, reasons } = judge(records);
      expect(verdict).toBe('not judged');
      expect(reasons).toEqual([expect.stringMatching(/^No alarm that counts is declared to be fed by the load/)]);
    }
    expect(judge([...asleep, other()]).verdict).toBe('pass');
  });

  test('is not judged if no alarm counts', () => {
    expect(judge([alarm({ part: 'never', reason: 'rare' })]).verdict).toBe('not judged');
  });

  test('is not judged if the load did not reach an alarm, however good its state', () => {
    const silent = alarm({}, { feeds: [{ metric: 'AWS/ApplicationELB RequestCount', fed: false }] });
    const { verdict, reasons } = judge([silent, other()]);
    expect(verdict).toBe('not judged');
    expect(reasons).toEqual([
      expect.stringMatching(/tap-dev-errors can't be judged: .*RequestCount had no data point in the load/),
    ]);
  });

  test('is not judged if one of the metrics of an alarm is silent', () => {
    const half = alarm(
      { feed: 'watch' },
      {
        feeds: [
          { metric: 'a', fed: true },
          { metric: 'b', fed: false },
        ],
      },
    );
    expect(judge([half, other()])).toMatchObject({
      verdict: 'not judged',
      reasons: [expect.stringMatching(/: b had no data point in the watch/)],
    });
  });

  test('is not judged if CloudWatch names no metric of an alarm that needs data', () => {
    const blind = alarm({}, { described: described(declared(), { sources: [] }), feeds: [] });
    expect(judge([blind, other()])).toMatchObject({
      verdict: 'not judged',
      reasons: [expect.stringMatching(/tap-dev-errors can't be judged: CloudWatch names no metric/)],
    });
  });

  test('is not judged if an alarm has too little data for a state', () => {
    const young = alarm({}, { described: described(declared(), { state: 'INSUFFICIENT_DATA' }) });
    expect(judge([young, other()])).toMatchObject({
      verdict: 'not judged',
      reasons: [expect.stringMatching(/INSUFFICIENT_DATA, and only OK is good/)],
    });
  });

  test('counts alarms that nothing can feed here, and neither passes nor stops for them', () => {
    const silent = alarm({}, { feeds: [{ metric: 'm', fed: false }] });
    const outcome = judge([silent, other()], unfedHere);
    expect(outcome).toMatchObject({ verdict: 'pass', reasons: [] });
    expect(outcome.checks).toContainEqual({
      name: 'tap-dev-errors',
      status: 'excused',
      detail: 'The alarm tap-dev-errors is not judged on this machine: no metric of it exists on a laptop',
    });
    expect(outcome.measurements).toContainEqual({ name: alarmsExcused, value: 1, unit: 'count' });
    expect(judge([silent], unfedHere)).toMatchObject({
      verdict: 'not judged',
      reasons: [expect.stringMatching(/^Each alarm is excused or does not count/)],
    });
  });

  test('counts no door as an alarm, and has no pass from doors alone', () => {
    const watched = {
      undeclared: [],
      doors: [{ door: 'api', sent: 1000, counted: 1000 }],
      tasks: undefined,
      memory: [],
      window: bakeWindow,
      seenUntil: bakeWindow.endsAt,
      cutShort: false,
      failedLooks: 0,
    };
    const good = { name: 'alarms judged good', unit: 'count', limit: { atLeast: 1 } };
    const one = judgeAlarms({ ...watched, records: [alarm()], unfed: new Map() });
    expect(one.verdict).toBe('pass');
    expect(one.measurements).toContainEqual({ ...good, value: 1 });
    const silent = alarm({}, { feeds: [{ metric: 'm', fed: false }] });
    const none = judgeAlarms({ ...watched, records: [silent], unfed: unfedHere });
    expect(none.verdict).toBe('not judged');
    expect(none.measurements).toContainEqual({ ...good, value: 0 });
  });

  test('judges an alarm that was fed, even if nothing here was said to feed it', () => {
    expect(judge([alarm()], unfedHere)).toMatchObject({ verdict: 'pass', reasons: [] });
  });

  test('calls nothing good or silent after a watch that was cut short', () => {
    const firing = alarm({}, { described: described(declared(), { state: 'ALARM' }) });
    const settling = alarm(
      { name: 'tap-dev-cpu', part: 'after the load', reason: 'scales' },
      { described: described(declared(), { state: 'ALARM' }), feeds: [] },
    );
    const { verdict, reasons, checks } = judgeAlarms({
      records: [firing, settling, other()],
      undeclared: [],
      doors: [],
      tasks: undefined,
      memory: [],
      window: bakeWindow,
      seenUntil: at(100),
      unfed: new Map(),
      cutShort: true,
      failedLooks: 0,
    });
    expect(verdict).toBe('fail');
    expect(reasons).toHaveLength(1);
    expect(checks.map(({ status }) => status)).toEqual(['failed', 'not counted', 'not counted']);
  });

  test('is never pass with an alarm among others that fired, is silent, or is missing', () => {
    const wrong = fc.constantFrom<Partial<AlarmRecord>>(
      { described: undefined },
      { transitions: [turned(300, 'OK', 'ALARM'), turned(301, 'ALARM', 'OK')] },
      { feeds: [{ metric: 'm', fed: false }] },
      { described: described(declared(), { state: 'INSUFFICIENT_DATA' }) },
    );
    fc.assert(
      fc.property(fc.nat(10), fc.nat(10), wrong, (before, after, changes) => {
        const good = (length: number) => Array.from({ length }, other);
        expect(judge([...good(before), alarm({}, changes), ...good(after)]).verdict).not.toBe('pass');
      }),
    );
  });
});
