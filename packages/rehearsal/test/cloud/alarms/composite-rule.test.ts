import { parseCompositeRule } from '../../../src/cloud/alarms/composite-rule';
import type { AlarmState } from '../../../src/cloud/alarms/judge';

const states: Record<string, AlarmState> = { a: 'ALARM', b: 'OK', 'c d': 'INSUFFICIENT_DATA' };
const isMet = (rule: string) => parseCompositeRule(rule)((alarm) => states[alarm]);

describe('composite rule', () => {
  it.each([
    ['ALARM(a)', true],
    ['ALARM("a") AND OK(b)', true],
    ['ALARM(b) OR ALARM(a) AND OK(a)', false],
    ['(ALARM(b) OR ALARM(a)) AND OK(b)', true],
    ['NOT ALARM(b) AND INSUFFICIENT_DATA("c d")', true],
    ['NOT (ALARM(a) OR FALSE)', false],
    ['ALARM(arn:aws:cloudwatch:us-east-1:111111111111:alarm:a) AND TRUE', true],
    ['OK(unknown)', false],
  ])('%s is met: %s', (rule, expected) => {
    expect(isMet(rule)).toBe(expected);
  });

  it.each(['', 'ALARM(a', 'ALARM(a) ALARM(b)', 'a AND b', '(ALARM(a)', 'AT_LEAST(1, ALARM, (a, b))'])(
    'refuses "%s" with a code',
    (rule) => {
      expect(() => parseCompositeRule(rule)).toThrow(/^TAP4421/);
    },
  );
});
