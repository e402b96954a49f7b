import * as fc from 'fast-check';
import { parsePlan, seconds } from '../../../checks/load-test/k6-plan';

describe("k6's plan", () => {
  test('is read with thresholds in both forms', () => {
    const plan = parsePlan(
      JSON.stringify({
        scenarios: { api: { executor: 'constant-arrival-rate' } },
        executionSegment: '0:1/2',
        rps: 0,
        hosts: null,
        maxRedirects: 0,
        noVUConnectionReuse: true,
        thresholds: { a: ['count>=1'], b: [{ threshold: 'rate<=0.1', abortOnFail: true }] },
        totalDuration: '1m9s',
      }),
    );
    expect(plan).toEqual({
      scenarios: { api: { executor: 'constant-arrival-rate' } },
      changes: ['executionSegment "0:1/2"', 'rps 0'],
      thresholds: { a: ['count>=1'], b: ['rate<=0.1'] },
      totalSeconds: 69,
    });
  });

  test('names it as a change where shoppers share connections', () => {
    const told = (options: object) =>
      parsePlan(JSON.stringify({ scenarios: {}, totalDuration: '9s', ...options })).changes;
    expect(told({ noVUConnectionReuse: true })).toEqual([]);
    expect(told({ noVUConnectionReuse: false })).toEqual(['noVUConnectionReuse false']);
    expect(told({})).toEqual(['noVUConnectionReuse null']);
  });

  test('without thresholds is a plan without thresholds', () => {
    expect(parsePlan('{"scenarios":{},"thresholds":null,"totalDuration":"10s"}').thresholds).toEqual({});
  });

  test('is refused if it is none', () => {
    expect(() => parsePlan('{}')).toThrow();
  });

  test('has durations as Go writes them', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(59), fc.nat(59), (h, m, s) => {
        expect(seconds(`${h}h${m}m${s}s`)).toBe(h * 3600 + m * 60 + s);
      }),
    );
    expect(seconds('2m0.5s')).toBe(120.5);
    expect(seconds('500ms')).toBe(0.5);
    expect(() => seconds('soon')).toThrow(/"soon" is no duration/);
    expect(() => seconds('5 s')).toThrow(/no duration/);
  });
});
