import type { GateEvidence } from '../../src/events/gate-evidence';
import { commandFailed, whyNotPassed } from '../../src/executors/codebuild/why-failed';
import { gates } from '../support/gates';

function evidence(changes: Partial<GateEvidence>): GateEvidence {
  return {
    gate: 'alarms',
    environment: 'Alpha',
    commit: 'c',
    execution: 'e',
    subject: {},
    startedAt: '2026-01-01T00:00:00Z',
    endedAt: '2026-01-01T00:00:01Z',
    verdict: 'pass',
    reasons: [],
    measurements: [],
    ...changes,
  };
}

describe('why a gate did not pass', () => {
  test('is its verdict and its reasons, a line each; what is excused is counted', () => {
    const measurements = [{ name: gates.excusedAlarms ?? '', value: 12, unit: 'count' }];
    const failed = evidence({
      verdict: 'fail',
      reasons: ['The alarm a fired.', 'The alarm b is silent.'],
      measurements,
    });
    expect(whyNotPassed([evidence({}), failed], gates)?.split('\n')).toEqual([
      'The alarms gate of Alpha: fail.',
      'The alarm a fired.',
      'The alarm b is silent.',
      '12 alarms were excused, because nothing on this machine can feed them.',
    ]);
  });

  test.each([
    [7, 'and 1 more reason, in the report'],
    [40, 'and 34 more reasons, in the report'],
  ])('of %d reasons the first six are told', (number, rest) => {
    const reasons = Array.from({ length: number }, (_, index) => `reason ${index}`);
    expect(whyNotPassed([evidence({ verdict: 'not judged', reasons })], gates)?.split('\n')).toEqual([
      'The alarms gate of Alpha: not judged.',
      ...reasons.slice(0, 6),
      rest,
    ]);
  });

  test('is nothing where all passed, or nothing was judged', () => {
    expect(whyNotPassed([evidence({})], gates)).toBeUndefined();
    expect(whyNotPassed([], gates)).toBeUndefined();
  });
});

test('of any other job it is the command that failed, and what it said of it', () => {
  const failed = { phase: 'build', command: 'npm run build', status: 2 } as const;
  expect(commandFailed(failed, ['> tsc', "a.ts(1,1): error TS2304: Cannot find name 'x'.", 'bye'])).toBe(
    'Phase build: "npm run build" ended with 2.\na.ts(1,1): error TS2304: Cannot find name \'x\'.',
  );
});
