import fc from 'fast-check';
import { parseExpression } from '../../../src/cloud/alarms/expression';
import { assertUnderstood, evaluate, type Value } from '../../../src/cloud/alarms/metric-math';

const values: Record<string, Value> = { m1: 6, m2: 3, zero: 0, none: undefined };
const math = (text: string, series: Record<string, Value> = values) =>
  evaluate(parseExpression(text), {
    series: (id) => series[id],
    metricIds: Object.keys(series),
    periodSeconds: 60,
  });

describe('metric math', () => {
  it.each<[string, Value]>([
    ['m1 + m2 * 2', 12],
    ['(m1 + m2) * 2', 18],
    ['100 * m1 / (m1 + m2)', 100 * (6 / 9)],
    ['m1 - m2 - 1', 2],
    ['m1 / m2 / 2', 1],
    ['2 ^ 3 ^ 2', 512],
    ['-(m1) + 1e1', 4],
    ['IF(m1 > m2, m1, m2)', 6],
    ['IF(m1 < m2, m1)', undefined],
    ['IF(m1 >= 6 AND m2 != 3 || zero == 0, 1, 0)', 1],
    ['FILL(none, 7)', 7],
    ['FILL(m1, 7)', 6],
    ['SUM([m1, m2, none])', 9],
    ['AVG([m1, m2])', 4.5],
    ['MAX([m1, m2]) - MIN([m1, m2])', 3],
    ['SUM(METRICS("m"))', 9],
    ['SUM(METRICS())', 9],
    ['METRIC_COUNT(METRICS())', 4],
    ['m1 / PERIOD(m1)', 0.1],
    ['CEIL(m1 / 4) + FLOOR(m1 / 4) + ABS(0 - 1)', 4],
    ['m1 / zero', undefined],
    ['m1 + none', undefined],
    ['SUM([none])', undefined],
    ['IF(none, 1, 0)', undefined],
  ])('%s is %s', (expression, expected) => {
    const value = math(expression);
    if (expected === undefined) expect(value).toBeUndefined();
    else expect(value).toBeCloseTo(expected, 9);
  });

  it.each(['m1 +', 'm1 m2', '(m1', 'SUM([m1, m2)', 'm1 # 2', '', ')'])('refuses "%s" with a code', (text) => {
    expect(() => parseExpression(text)).toThrow(/^TAP4420/);
  });

  it.each(['ANOMALY_DETECTION_BAND(m1, 2)', 'm1 + SERVICE_QUOTA(m1)', 'FILL(m1, REPEAT)'])(
    'says beforehand that %s is not understood',
    (text) => {
      expect(() => assertUnderstood(parseExpression(text))).toThrow(/^TAP4420/);
    },
  );

  it('calculates sums and differences as JavaScript does, whatever the white space', () => {
    const space = fc.constantFrom('', ' ', '  ', '\n');
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1 }), fc.integer({ min: 1, max: 1e6 }), space, (a, b, c, gap) => {
        expect(math(`a${gap}-${gap}b${gap}*${gap}${c}`, { a, b })).toBe(a - b * c);
        expect(math(`(a${gap}-${gap}b)${gap}/${gap}${c}`, { a, b })).toBe((a - b) / c);
      }),
    );
  });
});
