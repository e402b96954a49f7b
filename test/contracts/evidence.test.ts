import { type Evidence, evidence, readEvidence, verdictOf } from '../../contracts/evidence';

const now = new Date('2026-01-01T12:10:00Z');
const p95 = (value: number) => ({ name: 'p95', value, unit: 'ms', limit: { atMost: 500 } });
const good: Evidence = {
  gate: 'load',
  environment: 'Dev',
  commit: 'a1b2c3',
  execution: 'execution',
  startedAt: '2026-01-01T12:00:05Z',
  endedAt: '2026-01-01T12:05:00Z',
  verdict: 'pass',
  reasons: [],
  measurements: [p95(500), { name: 'journeys', value: 40, unit: 'count', limit: { atLeast: 40 } }],
  subject: { profile: 'load' },
  build: { id: 'project:id', number: 1, startedAt: '2026-01-01T12:00:00Z' },
};

test('a pass whose figures all keep their limits is a pass, and is read as it was written', () => {
  expect(verdictOf(good, now)).toBe('pass');
  expect(readEvidence(structuredClone(good), now)).toEqual(good);
});

test.each<[string, Partial<Evidence>, string, RegExp]>([
  ['a figure over its limit', { measurements: [p95(500.1)] }, 'fail', /p95 is 500.1 ms; at most 500 is allowed/],
  [
    'a figure under its limit',
    { measurements: [{ name: 'journeys', value: 39, unit: 'count', limit: { atLeast: 40 } }] },
    'fail',
    /journeys is 39 count; at least 40/,
  ],
  ['no figure', { measurements: [] }, 'not judged', /measured nothing/],
  ['no limit', { measurements: [{ name: 'p95', value: 1, unit: 'ms' }] }, 'not judged', /measured nothing/],
  ['a reason against it', { reasons: ['It is broken.'] }, 'not judged', /gives reasons against it/],
  ['a start before its job', { startedAt: '2026-01-01T11:58:59Z' }, 'not judged', /times are in no order/],
  ['an end before its start', { endedAt: '2026-01-01T11:59:04Z' }, 'not judged', /times are in no order/],
  ['an end in the future', { endedAt: '2026-01-01T12:11:01Z' }, 'not judged', /times are in no order/],
])('a pass with %s is none, and the reason is told', (_what, changes, verdict, reason) => {
  const damaged = { ...good, ...changes };
  expect(verdictOf(damaged, now)).toBe(verdict);
  const read = readEvidence(damaged, now);
  expect(read).toMatchObject({ verdict, gate: 'load' });
  expect(read?.reasons.at(-1)).toMatch(reason);
});

test('clocks of two machines may differ by less than a minute', () => {
  const behind = { ...good, startedAt: '2026-01-01T11:59:55Z' };
  expect(verdictOf(behind, now)).toBe('pass');
  expect(verdictOf({ ...good, endedAt: '2026-01-01T12:10:40Z' }, now)).toBe('pass');
});

test('what did not pass stays so, however good its figures are', () => {
  for (const verdict of ['fail', 'not judged'] as const) {
    const stopped = { ...good, verdict, reasons: ['It is broken.'] };
    expect(readEvidence(stopped, now)).toEqual(stopped);
  }
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['a part of it', { verdict: 'pass' }],
  ['another gate', { ...good, gate: 'tarot' }],
  ['a limit in words', { ...good, measurements: [{ ...p95(1), limit: '<= 500' }] }],
  ['a limit of both kinds', { ...good, measurements: [{ ...p95(1), limit: { atMost: 1, atLeast: 1 } }] }],
  ['more than was agreed', { ...good, believe: true }],
])('%s is no evidence', (_what, value) => {
  expect(readEvidence(value, now)).toBeUndefined();
  expect(evidence.safeParse(value).success).toBe(false);
});
