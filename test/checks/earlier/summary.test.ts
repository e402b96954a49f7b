import type { Attempt } from '../../../checks/earlier/attempts';
import { earlierChecks, summaryOf } from '../../../checks/earlier/summary';
import { leastRoom } from '../../../contracts/approval';

const attempt = (gate: Attempt['gate'], verdict: Attempt['verdict'], number = 1, overrides = 'none'): Attempt => ({
  gate,
  verdict,
  number,
  overrides,
});
const passed = [attempt('smoke', 'pass'), attempt('load', 'pass')];

const enough = 300;

describe('the summary for an approval', () => {
  test('says each gate’s verdict, in their order', () => {
    expect(summaryOf({ gate: 'alarms', verdict: 'pass', attempts: passed }, enough)).toBe(
      'smoke pass, load pass, alarms pass',
    );
  });

  test('says what was said before a repetition, of the last gate itself too', () => {
    const attempts = [attempt('smoke', 'pass'), attempt('load', 'fail'), attempt('load', 'pass', 2)];
    expect(summaryOf({ gate: 'alarms', verdict: 'pass', attempts }, enough)).toBe(
      'smoke pass, load fail then pass, alarms pass',
    );
    const again = [...passed, attempt('alarms', 'not judged')];
    expect(summaryOf({ gate: 'alarms', verdict: 'pass', attempts: again }, enough)).toBe(
      'smoke pass, load pass, alarms not judged then pass',
    );
  });

  test('says what was overridden, once', () => {
    const attempts = [attempt('smoke', 'pass', 1, 'A=1'), attempt('load', 'pass', 1, 'A=1, LOAD_PROFILE=peak')];
    expect(summaryOf({ gate: 'alarms', verdict: 'pass', attempts }, enough)).toBe(
      'smoke pass, load pass, alarms pass, with A=1, LOAD_PROFILE=peak',
    );
  });

  test('says that evidence is gone', () => {
    const attempts = [attempt('load', 'damaged')];
    expect(summaryOf({ gate: 'alarms', verdict: 'not judged', attempts }, enough)).toBe(
      'smoke without evidence, load damaged, alarms not judged',
    );
  });

  test('says what else a person must know', () => {
    expect(summaryOf({ gate: 'alarms', verdict: 'pass', attempts: passed, notes: ['memory only grows'] }, enough)).toBe(
      'smoke pass, load pass, alarms pass, memory only grows',
    );
  });

  const retried = [
    attempt('smoke', 'fail', 1, 'LOAD_PROFILE=smoke'),
    attempt('smoke', 'pass', 2),
    attempt('load', 'fail'),
    attempt('load', 'fail', 2),
    attempt('load', 'pass', 3),
    attempt('alarms', 'fail'),
  ];
  test.each([
    [
      enough,
      'smoke fail then pass, load fail then fail then pass, alarms fail then pass, memory only grows, with LOAD_PROFILE=smoke',
    ],
    [110, 'smoke fail then pass, load fail then fail then pass, alarms fail then pass, with LOAD_PROFILE=smoke'],
    [90, 'smoke fail then pass, load fail then fail then pass, alarms fail then pass, 1 override'],
    [82, 'smoke fail>pass, load fail>pass, alarms fail>pass, with LOAD_PROFILE=smoke'],
    [64, 'smoke fail>pass, load fail>pass, alarms fail>pass, 1 override'],
    [58, 'pass at last, fail before, 1 override'],
  ])('in %i characters still says that each gate failed and that something was overridden', (room, told) => {
    const said = { gate: 'alarms', verdict: 'pass', attempts: retried, notes: ['memory only grows'] } as const;
    expect(summaryOf(said, room)).toBe(told);
  });

  test('in the least room says of whatever was said that it was no pass, and how much was overridden', () => {
    const verdicts = ['pass', 'fail', 'not judged', 'damaged'] as const;
    const overrides = ['none', 'A=1', Array.from({ length: 400 }, (_, index) => `A${index}=1`).join(', ')];
    let looked = 0;
    for (const smoke of verdicts) {
      for (const load of verdicts) {
        for (const alarms of verdicts) {
          for (const overridden of overrides) {
            const firsts = [attempt('smoke', smoke, 1, overridden), attempt('load', load), attempt('alarms', alarms)];
            const attempts = [...Array.from({ length: 9 }, () => firsts).flat(), ...passed];
            const text = summaryOf(
              { gate: 'alarms', verdict: 'pass', attempts, notes: ['memory only grows'] },
              leastRoom.summary,
            );
            looked += 1;
            expect(text.length).toBeLessThanOrEqual(leastRoom.summary);
            for (const verdict of new Set([smoke, load, alarms])) expect(text).toContain(verdict);
            expect(text.endsWith(' override') || text.endsWith(' overrides') || text.includes(' with A=1')).toBe(
              overridden !== 'none',
            );
          }
        }
      }
    }
    expect(looked).toBe(192);
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
