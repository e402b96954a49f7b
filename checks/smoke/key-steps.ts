import type { Door } from './door';
import { ask, type Step } from './step';

/** API Gateway lets nobody in without a key. Comes after a request with the key: a door that refuses everyone is not guarded. */
export function keySteps(door: Door): Step[] {
  const { apiKey: _, ...withoutKey } = door;
  return [
    {
      name: `${door.name}: nobody gets in without a key`,
      async run(visit) {
        const answer = await ask(withoutKey, { path: '/api/products' }, 403, visit);
        return answer.milliseconds;
      },
    },
  ];
}
