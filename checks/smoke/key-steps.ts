import { randomUUID } from 'node:crypto';
import type { Door, DoorRequest } from './door';
import { ask, type Step, stepAt } from './step';

/**
 * API Gateway lets nobody in without a key or with a wrong one, by none of its routes. Comes after requests with the key: a door
 * that refuses everyone is not guarded. Were one let in, it would change nothing: nobody has the cart.
 */
export function keySteps(door: Door): Step[] {
  // The door itself refuses; no task is asked.
  const { apiKey: _, revision: __, ...withoutKey } = door;
  const refused = (what: string, request: DoorRequest, at: Door = withoutKey) =>
    stepAt(door, what, async (visit) => (await ask(at, request, 403, visit)).milliseconds);
  return [
    refused('nobody gets in without a key', { path: '/api/products' }),
    refused(
      'nobody gets in with a wrong key',
      { path: '/api/products', because: 'the key is wrong' },
      { ...withoutKey, apiKey: randomUUID() },
    ),
    refused('nobody sees a product without a key', {
      path: '/api/products/1',
      because: 'nobody sees a product without a key',
    }),
    refused('nobody orders without a key', {
      method: 'POST',
      path: '/api/orders',
      headers: { 'idempotency-key': randomUUID() },
      body: { cartId: randomUUID() },
      because: 'nobody orders without a key',
    }),
    refused("a path that is nobody's asks for a key", {
      path: '/api/there-is-no-such-path',
      because: "a path that is nobody's asks for a key, too",
    }),
  ];
}
