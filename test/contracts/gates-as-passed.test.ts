import { type HeldTo, looserThan } from '../../contracts/gates-as-passed';

const before: HeldTo = {
  'Dev.bakeSeconds': 900,
  'Dev.load.profile': 'load',
  'Dev.load.thresholds.api.p95Ms': 500,
  'Dev.load.thresholds.api.maxErrorRate': 0.01,
  'Dev.profile.doors.api.seconds': 240,
  'Dev.orders': true,
  'Dev.alarms.5xx.part': 'always',
  'Dev.alarms.5xx.settings.Threshold': 5,
  'acknowledgements.AwsSolutions-S1': 2,
};

test.each<[string, HeldTo, string]>([
  ['a limit that rises', { 'Dev.load.thresholds.api.p95Ms': 800 }, 'Dev.load.thresholds.api.p95Ms 500 -> 800'],
  [
    'more errors',
    { 'Dev.load.thresholds.api.maxErrorRate': 0.05 },
    'Dev.load.thresholds.api.maxErrorRate 0.01 -> 0.05',
  ],
  ['a shorter bake', { 'Dev.bakeSeconds': 300 }, 'Dev.bakeSeconds 900 -> 300'],
  ['a shorter load', { 'Dev.profile.doors.api.seconds': 60 }, 'Dev.profile.doors.api.seconds 240 -> 60'],
  ['another profile', { 'Dev.load.profile': 'smoke' }, 'Dev.load.profile load -> smoke'],
  ['no orders', { 'Dev.orders': false }, 'Dev.orders true -> false'],
  ['an alarm that counts less', { 'Dev.alarms.5xx.part': 'never' }, 'Dev.alarms.5xx.part always -> never'],
  [
    'an alarm with another threshold',
    { 'Dev.alarms.5xx.settings.Threshold': 4 },
    'Dev.alarms.5xx.settings.Threshold 5 -> 4',
  ],
  ['an alarm with something new', { 'Dev.alarms.5xx.reason': 'so' }, 'Dev.alarms.5xx.reason none -> so'],
  ['one more acknowledgement', { 'acknowledgements.AwsSolutions-S1': 3 }, 'acknowledgements.AwsSolutions-S1 2 -> 3'],
  ['a rule acknowledged anew', { 'acknowledgements.AwsSolutions-S2': 1 }, 'acknowledgements.AwsSolutions-S2 none -> 1'],
])('%s is looser', (_what, changes, found) => {
  expect(looserThan(before, { ...before, ...changes })).toEqual([found]);
});

test('whatever is gone is looser', () => {
  for (const path of Object.keys(before)) {
    const { [path]: _, ...now } = before;
    expect(looserThan(before, now)).toEqual([expect.stringMatching(/ -> gone$/)]);
  }
});

test('what is stricter, new or the same is not', () => {
  const now: HeldTo = {
    ...before,
    'Dev.bakeSeconds': 1200,
    'Dev.load.thresholds.api.p95Ms': 300,
    'Dev.profile.doors.api.seconds': 300,
    'Dev.alarms.throttles.part': 'always',
    'Qa.bakeSeconds': 60,
    'acknowledgements.AwsSolutions-S1': 1,
  };
  expect(looserThan(before, now)).toEqual([]);
  expect(looserThan({}, before)).toEqual(['acknowledgements.AwsSolutions-S1 none -> 2']);
});

test('what weighs most comes first: limits of the gates, acknowledgements, single alarms', () => {
  const before = { 'Dev.alarms.cpu.threshold': 80, 'acknowledgements.S1': 1, 'Prod.load.thresholds.api.p95Ms': 500 };
  const now = { 'Dev.alarms.cpu.threshold': 90, 'acknowledgements.S1': 2, 'Prod.load.thresholds.api.p95Ms': 900 };
  expect(looserThan(before, now).map((line) => line.split(' ')[0])).toEqual([
    'Prod.load.thresholds.api.p95Ms',
    'acknowledgements.S1',
    'Dev.alarms.cpu.threshold',
  ]);
});

test('an alarm that fires sooner is stricter', () => {
  const of = (points: number) => ({ 'Dev.alarms.cpu.datapointsToAlarm': points });
  expect(looserThan(of(5), of(4))).toEqual([]);
  expect(looserThan(of(4), of(5))).toEqual(['Dev.alarms.cpu.datapointsToAlarm 4 -> 5']);
});
