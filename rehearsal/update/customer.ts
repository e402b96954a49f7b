import { randomUUID } from 'node:crypto';
import type { RunningEnvironment } from '@delivery/rehearsal/environment/running-environment';
import type { Visit } from '@delivery/rehearsal/environment/visitor';
import type { UpdateWitness } from '@delivery/rehearsal/update/update-witness';
import { Shopper } from '../probe/shopper';

/** Longest wait for one answer, in milliseconds. */
const answerMs = 10_000;
/** How many orders are placed before the update, each of one product in another quantity. */
const orders = 3;

/** A value of JSON. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Who has ordered before an update, goes on shopping while it lasts, and looks for the orders afterwards. */
export class Customer implements UpdateWitness {
  /** What the shop said of carts and orders before, by path. */
  private readonly written = new Map<string, Json>();

  private constructor(private readonly shopper: Shopper) {}

  static async of(environment: RunningEnvironment): Promise<Customer> {
    return new Customer(await Shopper.of(environment));
  }

  visit(): Promise<readonly Visit[]> {
    return this.shopper.visit();
  }

  async write(): Promise<void> {
    const { items } = await this.ask<{ items: { id: number }[] }>('GET', `/api/products?limit=${orders}`);
    if (items.length < orders)
      throw new Error(`the shop has ${items.length} products, and ${orders} are to be ordered`);
    for (const [index, product] of items.entries()) {
      const cart = await this.ask<{ id: string }>('POST', '/api/carts', {});
      await this.ask('PUT', `/api/carts/${cart.id}/items/${product.id}`, { quantity: index + 1 });
      const order = await this.ask<{ id: string }>('POST', '/api/orders', { cartId: cart.id });
      for (const path of [`/api/carts/${cart.id}`, `/api/orders/${order.id}`]) {
        this.written.set(path, await this.ask('GET', path));
      }
    }
  }

  async missing(): Promise<readonly string[]> {
    const looked = [...this.written].map(async ([path, before]) => {
      try {
        const now = await this.ask<Json>('GET', path);
        return holds(now, before) ? [] : [`${path} was ${JSON.stringify(before)}, and is ${JSON.stringify(now)}`];
      } catch (error) {
        return [`${path} can't be read any more: ${error instanceof Error ? error.message : String(error)}`];
      }
    });
    return (await Promise.all(looked)).flat();
  }

  private async ask<T extends object | Json>(method: string, path: string, body?: Json): Promise<T> {
    const answer = await fetch(`${this.shopper.site}${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(answerMs),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${text.slice(0, 200)}`);
    return JSON.parse(text) as T;
  }
}

/** Whether everything of before is there now; a field may have been added. */
function holds(now: Json | undefined, before: Json): boolean {
  if (typeof before !== 'object' || before === null) return now === before;
  if (typeof now !== 'object' || now === null) return false;
  const [there, wanted] = [Object.entries(now), Object.entries(before)];
  // A list that has grown is another list.
  if (Array.isArray(before) && there.length !== wanted.length) return false;
  return wanted.every(([name, value]) => holds(new Map(there).get(name), value));
}
