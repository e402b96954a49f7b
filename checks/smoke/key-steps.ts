import type { Door } from './door';
import { ask, type Step, stepAt } from './step';

/** API Gateway lets nobody in without a key. Comes after a request with the key: a door that refuses everyone is not guarded. */
export function keySteps(door: Door): Step[] {
  // The door itself refuses; no task is asked.
  const { apiKey: _, revision: __, ...withoutKey } = door;
  return [
    stepAt(door, 'nobody gets in without a key', async (visit) => {
      const answer = await ask(withoutKey, { path: '/api/products' }, 403, visit);
      return answer.milliseconds;
    }),
  ];
}
