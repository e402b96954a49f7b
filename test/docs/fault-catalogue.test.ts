import { catalogue } from '../../rehearsal/faults/catalogue';
import { firstEnvironment } from '../../rehearsal/faults/gates';
import { chainOf } from '../../scripts/build/chain';
import { stacksOf } from '../helpers/assembly';

describe('the faults of a rehearsal', () => {
  const chain = chainOf(stacksOf());

  test('are caught by gates that the pipeline has: rehearsal/faults/catalogue.json', () => {
    const actions = chain.flatMap(({ name, steps }) => steps.flat().map((action) => `${name}/${action}`));
    expect(actions.length).toBeGreaterThan(20);
    expect(catalogue.length).toBeGreaterThan(10);
    expect(catalogue.filter(({ gate }) => !actions.includes(gate))).toEqual([]);
  });

  test('meet the first environment: rehearsal/faults/gates.ts', () => {
    const environments = chain.filter(({ steps }) => steps.flat().includes('Smoke')).map(({ name }) => name);
    expect(environments.length).toBeGreaterThan(1);
    expect(environments[0]).toBe(firstEnvironment);
  });
});
