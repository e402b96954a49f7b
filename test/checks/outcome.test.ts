import * as fc from 'fast-check';
import { type Check, outcomeOf } from '../../checks/outcome';

const statuses = ['passed', 'failed', 'not judged', 'excused', 'not counted'] as const;
const check = fc.constantFrom(...statuses).map((status): Check => ({ name: status, status, detail: `It ${status}.` }));

describe('the verdict over all checks', () => {
  test('is pass exactly if one passed at least, none failed, and none could not be judged', () => {
    fc.assert(
      fc.property(fc.array(check, { maxLength: 6 }), (checks) => {
        const has = (status: Check['status']) => checks.some((it) => it.status === status);
        const good = has('passed') && !has('failed') && !has('not judged');
        expect(outcomeOf(checks, []).verdict === 'pass').toBe(good);
      }),
    );
  });

  test('is fail if anything failed, whatever could not be judged', () => {
    fc.assert(
      fc.property(fc.array(check, { maxLength: 6 }), (checks) => {
        const failed = checks.some(({ status }) => status === 'failed') || checks.length === 0;
        expect(outcomeOf(checks, []).verdict === 'fail').toBe(failed);
      }),
    );
  });

  test('has a reason whenever it is not pass', () => {
    fc.assert(
      fc.property(fc.array(check, { maxLength: 6 }), (checks) => {
        const { verdict, reasons } = outcomeOf(checks, []);
        expect(verdict === 'pass' || reasons.length > 0).toBe(true);
      }),
    );
  });

  test('has what failed for its first reasons, then what could not be judged, and neither what is excused nor what does not count', () => {
    const checks: Check[] = [
      { name: 'a', status: 'passed' },
      { name: 'b', status: 'excused', detail: 'Excused.' },
      { name: 'c', status: 'not judged', detail: 'Unknown.' },
      { name: 'd', status: 'not counted', detail: 'No say.' },
      { name: 'e', status: 'failed', detail: 'Broken.' },
    ];
    expect(outcomeOf(checks, [])).toMatchObject({ verdict: 'fail', reasons: ['Broken.', 'Unknown.'] });
  });

  test('is a pass without a word where all but what is excused passed', () => {
    const checks: Check[] = [
      { name: 'a', status: 'passed' },
      { name: 'b', status: 'excused', detail: 'Excused.' },
    ];
    expect(outcomeOf(checks, [])).toMatchObject({ verdict: 'pass', reasons: [] });
  });
});
