import type { Attempt } from '../../../checks/earlier/attempts';
import { earlierChecks, summaryOf } from '../../../checks/earlier/summary';
import { longestSummary } from '../../../contracts/approval';

const attempt = (gate: Attempt['gate'], verdict: Attempt['verdict'], number = 1, overrides = 'none'): Attempt => ({
  gate,
  verdict,
  number,
  overrides,
});
const passed = [attempt('smoke', 'pass'), attempt('load', 'pass')];

describe('the summary for an approval', () => {
  test('says each gate’s verdict, in their order', () => {
    expect(summaryOf('alarms', 'pass', passed)).toBe('smoke pass, load pass, alarms pass');
  });

  test('says what was said before a repetition, of the last gate itself too', () => {
    const attempts = [attempt('smoke', 'pass'), attempt('load', 'fail'), attempt('load', 'pass', 2)];
    expect(summaryOf('alarms', 'pass', attempts)).toBe('smoke pass, load fail then pass, alarms pass');
    expect(summaryOf('alarms', 'pass', [...passed, attempt('alarms', 'not judged')])).toBe(
      'smoke pass, load pass, alarms not judged then pass',
    );
  });

  test('says what was overridden, once', () => {
    const attempts = [attempt('smoke', 'pass', 1, 'A=1'), attempt('load', 'pass', 1, 'A=1, LOAD_PROFILE=peak')];
    expect(summaryOf('alarms', 'pass', attempts)).toBe(
      'smoke pass, load pass, alarms pass, with A=1, LOAD_PROFILE=peak',
    );
  });

  test('says that evidence is gone', () => {
    expect(summaryOf('alarms', 'not judged', [attempt('load', 'damaged')])).toBe(
      'smoke without evidence, load damaged, alarms not judged',
    );
  });

  test('says what else a person must know', () => {
    expect(summaryOf('alarms', 'pass', passed, ['memory only grows'])).toBe(
      'smoke pass, load pass, alarms pass, memory only grows',
    );
  });

  test('is never longer than an approval has room for, and still counts attempts and overrides', () => {
    const many = Array.from({ length: 400 }, (_, index) => attempt('load', 'not judged', index, `A${index}=1`));
    const text = summaryOf('alarms', 'pass', [...many, ...passed]);
    expect(text).toBe('smoke pass, load pass (attempt 401), alarms pass, 400 overrides');
    const again = [attempt('smoke', 'pass', 1, 'TAP_DEV_CONTAINERS_CPU=1, B=1'), ...passed, ...passed];
    expect(summaryOf('alarms', 'pass', [...again, attempt('alarms', 'fail')])).toBe(
      'smoke pass (3), load pass (2), alarms pass (2), 2 overrides',
    );
    const all = (['smoke', 'load', 'alarms'] as const).flatMap((gate) => many.map((one) => ({ ...one, gate })));
    expect(summaryOf('alarms', 'not judged', all).length).toBeLessThanOrEqual(longestSummary);
  });
});

describe('the gates before', () => {
  test('must have passed at last, whatever they said first', () => {
    const attempts = [attempt('load', 'fail'), attempt('smoke', 'pass'), attempt('load', 'pass', 2)];
    expect(earlierChecks('alarms', attempts).map(({ status }) => status)).toEqual(['passed', 'passed']);
    expect(earlierChecks('smoke', [])).toEqual([]);
  });

  test.each<[string, Attempt[], string, RegExp]>([
    ['failed at last', [...passed, attempt('load', 'fail', 2)], 'failed', /load gate .* of build 2, is: fail/],
    ['is damaged', [...passed, attempt('load', 'damaged', 2)], 'not judged', /is: damaged/],
    ['is gone', passed.slice(0, 1), 'not judged', /load gate .* not in the bucket/],
  ])('stop the last one if the evidence of one %s', (_what, attempts, status, detail) => {
    expect(earlierChecks('alarms', attempts)[1]).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });
});
