import { randomUUID } from 'node:crypto';
import type { Door, DoorRequest } from './door';
import { insistOnShortLived } from './kept';
import type { OrderedCarts } from './order-steps';
import { cart, problem } from './shop-api';
import { ask, need, read, type Step, stepAt, type Visit } from './step';

/** No product has it: ids count up from 1. */
const noProduct = 999_999_999;

/**
 * What the shop must refuse, with its own words: no door puts a page or words of its own in their place. Each is a refused
 * request in the metrics, so that they are asked once.
 */
export function refusalSteps(door: Door): Step[] {
  const refused = (what: string, path: string, status = 404) =>
    stepAt(door, what, (visit) => refuse(door, { path }, status, visit));
  return [
    refused('a product that is not there', `/api/products/${noProduct}`),
    refused('a cart that is not there', `/api/carts/${randomUUID()}`),
    refused('an order that is not there', `/api/orders/${randomUUID()}`),
  ];
}

/** What the shop must refuse of somebody who fills a cart. */
export function cartRefusalSteps(door: Door): Step[] {
  let cartId: string | undefined;
  return [
    stepAt(door, 'a quantity that nobody can want', async (visit) => {
      const opened = await ask(door, { method: 'POST', path: '/api/carts', body: {} }, 201, visit);
      const { id } = read(cart, opened, `The new cart through ${door.name}`);
      cartId = id;
      const path = `/api/carts/${id}/items/1`;
      return refuse(door, { method: 'PUT', path, body: { quantity: -1 } }, 400, visit);
    }),
    stepAt(door, 'an empty cart is not ordered', (visit) => {
      const headers = { 'idempotency-key': randomUUID() };
      const body = { cartId: need(cartId, 'an empty cart') };
      return refuse(door, { method: 'POST', path: '/api/orders', headers, body }, 422, visit);
    }),
  ];
}

/**
 * A cart that was ordered stays as it is: nothing more goes into it, and another key makes no second order of it. Comes after
 * the orders.
 */
export function orderedCartRefusalSteps(door: Door, ordered: OrderedCarts): Step[] {
  const cartOf = () => need(ordered.get(door), 'an ordered cart');
  return [
    stepAt(door, 'an ordered cart takes nothing more', (visit) => {
      const { id, product } = cartOf();
      const path = `/api/carts/${id}/items/${product.id}`;
      const because = 'the cart was ordered';
      return refuse(door, { method: 'PUT', path, body: { quantity: 1 }, because }, 409, visit);
    }),
    stepAt(door, 'an ordered cart is not ordered again', (visit) => {
      const headers = { 'idempotency-key': randomUUID() };
      const body = { cartId: cartOf().id };
      const because = 'its cart was ordered under another key';
      return refuse(door, { method: 'POST', path: '/api/orders', headers, body, because }, 409, visit);
    }),
  ];
}

async function refuse(door: Door, request: DoorRequest, status: number, visit: Visit): Promise<number> {
  const answer = await ask(door, request, status, visit);
  insistOnShortLived(door, request, answer);
  read(problem, answer, `The answer to ${request.method ?? 'GET'} ${request.path} through ${door.name}`);
  return answer.milliseconds;
}
