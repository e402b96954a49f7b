import fc from 'fast-check';
import { KeyAllowance } from '../../../src/cloud/doors/usage-plan';
import { resource } from '../fixtures/stacks';

const planOf = (properties: Record<string, unknown>) => ({
  ...resource('Alpha-Api', 'Plan', 'AWS::ApiGateway::UsagePlan', 'plan', properties),
  environment: 'Alpha',
});

describe('KeyAllowance', () => {
  it('never gives more than the burst and what the rate has added since, and all of it to a steady client', () => {
    const positive = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(
        positive,
        positive,
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 80 }),
        (rate, burst, gaps) => {
          let time = 0;
          const allowance = new KeyAllowance(planOf({ Throttle: { RateLimit: rate, BurstLimit: burst } }), {
            now: () => time,
          });
          let given = 0;
          for (const gap of gaps) {
            time += gap;
            if (allowance.take() === undefined) given += 1;
          }
          expect(given).toBeLessThanOrEqual(burst + (time / 1000) * rate + 1e-6);
          time += (1000 / rate) * 1.001;
          expect(allowance.take()).toBeUndefined();
        },
      ),
    );
  });

  it('ends with the quota, and has none where the plan names none', () => {
    const allowance = new KeyAllowance(planOf({ Quota: { Limit: 3, Period: 'MONTH' } }), { now: () => 0 });
    expect(Array.from({ length: 5 }, () => allowance.take())).toEqual([
      undefined,
      undefined,
      undefined,
      'quota',
      'quota',
    ]);
    const free = new KeyAllowance(planOf({}), { now: () => 0 });
    expect(Array.from({ length: 1000 }, () => free.take()).every((refusal) => refusal === undefined)).toBe(true);
  });
});
