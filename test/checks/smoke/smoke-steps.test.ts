import type { Door } from '../../../checks/smoke/door';
import { Viewer } from '../../../checks/smoke/script-steps';
import { type SmokeScope, smokeSteps } from '../../../checks/smoke/smoke-gate';

describe('the steps of the smoke test', () => {
  const site: Door = { name: 'CloudFront', address: 'https://site', limitMs: 1000 };
  const api: Door = { name: 'API Gateway', address: 'https://api', apiKey: 'key', limitMs: 1000 };
  const namesOf = (scope: SmokeScope) =>
    Object.values(smokeSteps({ site, api }, scope, new Viewer({}))).flatMap((steps) => steps().map(({ name }) => name));

  test('have names that tell them apart', () => {
    const names = namesOf({ production: false, orders: true });
    expect(names.length).toBeGreaterThan(30);
    expect(new Set(names).size).toBe(names.length);
  });

  test('are the same in production, and fewer by carts and orders where these are configured off', () => {
    const all = namesOf({ production: false, orders: true });
    expect([...namesOf({ production: true, orders: true })].sort()).toEqual([...all].sort());
    const left = namesOf({ production: true, orders: false });
    expect(left.length).toBeGreaterThan(15);
    expect(left.filter((name) => /\b(?:cart|ordered)\b/.test(name)).sort()).toEqual([
      'API Gateway: a cart that is not there',
      'CloudFront: a cart that is not there',
    ]);
  });
});
