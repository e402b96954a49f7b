import { looserThan } from '../../../checks/earlier/looser-than';
import { everything } from '../../../checks/earlier/looser-words';
import type { HeldTo } from '../../../contracts/gates-as-passed';

const before: HeldTo = {
  'Dev.production': false,
  'Dev.approval': true,
  'Dev.after.Sandbox': true,
  'Dev.apiCache': false,
  'Dev.bakeSeconds': 900,
  'Dev.load.profile': 'load',
  'Dev.load.steps.search.requests': 2,
  'Dev.load.thresholds.api.p95Ms': 500,
  'Dev.load.thresholds.api.maxErrorRate': 0.01,
  'Dev.profile.doors.api.seconds': 240,
  'Dev.orders': true,
  'Dev.alarms.5xx.part': 'after the load',
  'Dev.alarms.5xx.feed': 'watch',
  'Dev.alarms.5xx.reason': 'one text',
  'Dev.alarms.5xx.windowSeconds': 180,
  'Dev.alarms.5xx.settings.threshold': '5',
  'Dev.alarms.5xx.settings.comparison': 'GreaterThanThreshold',
  'Dev.alarms.5xx.settings.data points to alarm': '2 of 3',
  'Dev.alarms.5xx.settings.missing data': 'ignore',
  'Dev.alarms.5xx.settings.actions enabled': 'true',
  'Dev.alarms.5xx.settings.ALARM action 1': '{{Dev-Obs.Topic}}',
  'Dev.alarms.free.settings.threshold': '100',
  'Dev.alarms.free.settings.comparison': 'LessThanThreshold',
  'image.acceptedFindings.CVE-1': '2027-01-31',
  'acknowledgements.AwsSolutions-S1': 2,
};

/** What is looser with these changes, in words. */
function looser(changes: HeldTo): string[] {
  const found = looserThan([before], { ...before, ...changes }, []);
  return found.length === 0
    ? []
    : everything({ than: ['before'], found, unknown: [] })
        .slice(23, -1)
        .split('; ');
}

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
  ['no approval', { 'Dev.approval': false }, 'Dev.approval true -> false'],
  ['a cache that may answer', { 'Dev.apiCache': true }, 'Dev.apiCache false -> true'],
  ['an alarm that counts less', { 'Dev.alarms.5xx.part': 'never' }, 'Dev.alarms.5xx.part after the load -> never'],
  ['an alarm that needs no data', { 'Dev.alarms.5xx.feed': 'none' }, 'Dev.alarms.5xx.feed watch -> none'],
  ['a higher threshold', { 'Dev.alarms.5xx.settings.threshold': '6' }, 'Dev.alarms.5xx.settings.threshold 5 -> 6'],
  [
    'a lower one where less is bad',
    { 'Dev.alarms.free.settings.threshold': '90' },
    'Dev.alarms.free.settings.threshold 100 -> 90',
  ],
  [
    'more that must breach',
    { 'Dev.alarms.5xx.settings.data points to alarm': '3 of 3' },
    'Dev.alarms.5xx.settings.data points to alarm 2 of 3 -> 3 of 3',
  ],
  [
    'silence that is good',
    { 'Dev.alarms.5xx.settings.missing data': 'notBreaching' },
    'Dev.alarms.5xx.settings.missing data ignore -> notBreaching',
  ],
  [
    'an alarm that tells nobody',
    { 'Dev.alarms.5xx.settings.actions enabled': 'false' },
    'Dev.alarms.5xx.settings.actions enabled true -> false',
  ],
  ['a metric that may be silent', { 'Dev.alarms.5xx.fedBy.A': 'B' }, 'Dev.alarms.5xx.fedBy.A none -> B'],
  ['a dimension more', { 'Dev.alarms.5xx.settings.dimension X': 'y' }, 'Dev.alarms.5xx.settings.dimension X none -> y'],
  ['one more acknowledgement', { 'acknowledgements.AwsSolutions-S1': 3 }, 'acknowledgements.AwsSolutions-S1 2 -> 3'],
  ['a rule acknowledged anew', { 'acknowledgements.AwsSolutions-S2': 1 }, 'acknowledgements.AwsSolutions-S2 none -> 1'],
  [
    'a finding of the image accepted for longer',
    { 'image.acceptedFindings.CVE-1': '2027-03-31' },
    'image.acceptedFindings.CVE-1 2027-01-31 -> 2027-03-31',
  ],
  [
    'one accepted anew',
    { 'image.acceptedFindings.CVE-2': '2027-01-31' },
    'image.acceptedFindings.CVE-2 none -> 2027-01-31',
  ],
])('%s is looser', (_what, changes, found) => {
  expect(looser(changes)).toEqual([found]);
});

test.each<[string, HeldTo]>([
  ['a lower limit', { 'Dev.load.thresholds.api.p95Ms': 300 }],
  ['a longer bake', { 'Dev.bakeSeconds': 1200 }],
  ['a longer load', { 'Dev.profile.doors.api.seconds': 300 }],
  ['production', { 'Dev.production': true }],
  ['an alarm that counts more', { 'Dev.alarms.5xx.part': 'always', 'Dev.alarms.5xx.feed': 'load' }],
  ['another reason', { 'Dev.alarms.5xx.reason': 'another text' }],
  ['a lower threshold', { 'Dev.alarms.5xx.settings.threshold': '4' }],
  ['a higher one where less is bad', { 'Dev.alarms.free.settings.threshold': '110' }],
  [
    'a comparison that takes the threshold in',
    { 'Dev.alarms.5xx.settings.comparison': 'GreaterThanOrEqualToThreshold' },
  ],
  [
    'more that is looked at, which is a longer window',
    { 'Dev.alarms.5xx.settings.data points to alarm': '2 of 5', 'Dev.alarms.5xx.windowSeconds': 300 },
  ],
  ['silence that is bad', { 'Dev.alarms.5xx.settings.missing data': 'breaching' }],
  ['somebody else who is told, too', { 'Dev.alarms.5xx.settings.ALARM action 2': '{{Dev-Obs.Other}}' }],
  ['a new alarm', { 'Dev.alarms.throttles.part': 'never', 'Dev.alarms.throttles.fedBy.A': 'B' }],
  ['a new environment', { 'Qa.bakeSeconds': 60, 'Dev.after.Qa': true }],
  ['fewer acknowledgements', { 'acknowledgements.AwsSolutions-S1': 1 }],
  ['a finding accepted for less long', { 'image.acceptedFindings.CVE-1': '2026-12-31' }],
])('%s is not', (_what, changes) => {
  expect(looser(changes)).toEqual([]);
});

test('whatever is gone is looser, but what was accepted or says nothing', () => {
  const silent = [
    'Dev.alarms.5xx.reason',
    'Dev.alarms.5xx.windowSeconds',
    'image.acceptedFindings.CVE-1',
    'acknowledgements.AwsSolutions-S1',
  ];
  for (const path of Object.keys(before)) {
    const { [path]: was, ...now } = before;
    expect(looserThan([before], now, [])).toEqual(
      silent.includes(path) ? [] : [expect.objectContaining({ path, was, is: undefined })],
    );
  }
});

test('what is gone together is one thing', () => {
  const without = (beginning: string) =>
    Object.fromEntries(Object.entries(before).filter(([path]) => !path.startsWith(beginning)));
  const paths = (now: HeldTo) => looserThan([before], now, []).map(({ path }) => path);
  expect(paths(without('Dev.alarms.5xx.'))).toEqual(['Dev.alarms.5xx']);
  expect(paths(without('Dev.alarms.'))).toEqual(['Dev.alarms']);
  expect(paths(without('Dev.'))).toEqual(['Dev']);
});

test('a threshold whose comparison is another one can not be told to be stricter', () => {
  const turned = {
    'Dev.alarms.5xx.settings.comparison': 'LessThanThreshold',
    'Dev.alarms.5xx.settings.threshold': '4',
  };
  expect(looser(turned)).toHaveLength(2);
});

test('production comes first, then where the commit goes next; there what weighs most', () => {
  const held = (loose: boolean): HeldTo => ({
    ...Object.fromEntries(
      ['Dev', 'Prod', 'Staging'].flatMap((name) => [
        [`${name}.production`, name === 'Prod'],
        [`${name}.load.thresholds.api.p95Ms`, loose ? 900 : 500],
        [`${name}.alarms.cpu.settings.unit`, loose ? 'Percent' : 'Count'],
        [`${name}.approval`, !loose],
      ]),
    ),
    'acknowledgements.S1': loose ? 2 : 1,
  });
  expect(looserThan([held(false)], held(true), ['Staging']).map(({ path }) => path)).toEqual([
    'Prod.approval',
    'Prod.load.thresholds.api.p95Ms',
    'acknowledgements.S1',
    'Prod.alarms.cpu.settings.unit',
    'Staging.approval',
    'Staging.load.thresholds.api.p95Ms',
    'Staging.alarms.cpu.settings.unit',
    'Dev.approval',
    'Dev.load.thresholds.api.p95Ms',
    'Dev.alarms.cpu.settings.unit',
  ]);
  const noProduction = { ...held(false), 'Prod.production': false };
  expect(looserThan([held(false)], noProduction, ['Staging'])[0]).toMatchObject({
    path: 'Prod.production',
    production: true,
  });
});

test('what is looser than in several commits is told once', () => {
  const now = { ...before, 'Dev.bakeSeconds': 300 };
  const other = { ...before, 'Dev.bakeSeconds': 600 };
  expect(looserThan([before, before], now, [])).toHaveLength(1);
  expect(looserThan([before, other], now, []).map(({ was }) => was)).toEqual([900, 600]);
});
