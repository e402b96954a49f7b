import { randomUUID } from 'node:crypto';
import type { Service } from '../../src/service';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** A cart or an order, as far as tests look at it. */
export interface Purchase {
  readonly id: string;
  readonly status: string;
  readonly totalCents: number;
  readonly items: { productId: number; quantity: number; priceCents: number; lineTotalCents: number }[];
}

/** Speaks to a service as a browser would. */
export class Client {
  readonly #base: string;

  constructor(service: Pick<Service, 'address'>) {
    this.#base = `http://127.0.0.1:${service.address.port}`;
  }

  async request(method: string, path: string, options: { body?: unknown; headers?: Record<string, string> } = {}) {
    const { body, headers = {} } = options;
    const response = await fetch(this.#base + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    const answer: Answer = { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : {} };
    return answer;
  }

  get(path: string): Promise<Answer> {
    return this.request('GET', path);
  }

  /** Makes a cart with these products in it. */
  async cart(items: Readonly<Record<number, number>> = {}): Promise<Purchase> {
    let cart = (await this.request('POST', '/api/carts')).body as unknown as Purchase;
    for (const [productId, quantity] of Object.entries(items)) {
      const answer = await this.request('PUT', `/api/carts/${cart.id}/items/${productId}`, { body: { quantity } });
      cart = answer.body as unknown as Purchase;
    }
    return cart;
  }

  order(cartId: string, key: string = randomUUID()): Promise<Answer> {
    return this.request('POST', '/api/orders', { body: { cartId }, headers: { 'idempotency-key': key } });
  }
}

/** Code of the error that an answer holds. */
export function errorCode(answer: Answer): unknown {
  const { error } = answer.body as { error?: { code?: unknown } };
  return error?.code;
}
