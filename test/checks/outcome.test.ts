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

  test('names what is excused, and keeps quiet about what does not count', () => {
    const checks: Check[] = [
      { name: 'a', status: 'passed' },
      { name: 'b', status: 'excused', detail: 'Excused.' },
      { name: 'c', status: 'not counted', detail: 'No say.' },
    ];
    expect(outcomeOf(checks, [])).toMatchObject({ verdict: 'pass', reasons: ['Excused.'] });
  });
});
