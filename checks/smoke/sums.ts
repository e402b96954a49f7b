import { Passing } from './passing';
import type { Product, Sum } from './shop-api';

/** What a cart or an order must hold. */
export interface Wanted {
  readonly product: Product;
  readonly quantity: number;
}

/**
 * Insists that a cart or an order holds what was put into it, and nothing else, at the prices of the list, and adds up to the
 * cent.
 *
 * @param what begins the reason, for example `The cart through CloudFront`
 * @throws Passing if a price is another than the list's: somebody may just have changed it
 * @throws Error naming what is wrong
 */
export function insistOnSum(received: Sum, wanted: readonly Wanted[], what: string): void {
  const held = new Map(received.items.map((item) => [item.productId, item]));
  if (received.items.length !== wanted.length || wanted.some(({ product }) => !held.has(product.id))) {
    throw new Error(
      `${what} holds ${namesOf(received)}; ${listOf(wanted)} ${wanted.length === 1 ? 'was' : 'were'} put into it.`,
    );
  }
  for (const { product, quantity } of wanted) {
    const item = held.get(product.id);
    if (item?.quantity !== quantity) {
      throw new Error(`${what} holds ${item?.quantity} of product ${product.id}; ${quantity} were put into it.`);
    }
    if (item.priceCents !== product.priceCents) {
      throw new Passing(
        `${what} has product ${product.id} at ${item.priceCents} cents; the list says ${product.priceCents}.`,
      );
    }
    if (item.lineTotalCents !== product.priceCents * quantity) {
      throw new Error(
        `${what} has ${quantity} of product ${product.id} at ${item.lineTotalCents} cents; they cost ${product.priceCents * quantity}.`,
      );
    }
  }
  const total = wanted.reduce((cents, { product, quantity }) => cents + product.priceCents * quantity, 0);
  if (received.totalCents !== total) {
    throw new Error(`${what} costs ${received.totalCents} cents; its items cost ${total}.`);
  }
  const [first] = wanted;
  if (first && received.currency !== first.product.currency) {
    throw new Error(`${what} is in ${received.currency}; the list is in ${first.product.currency}.`);
  }
}

function namesOf({ items }: Sum): string {
  return items.map(({ productId, quantity }) => `${quantity} of product ${productId}`).join(' and ') || 'nothing';
}

function listOf(wanted: readonly Wanted[]): string {
  return wanted.map(({ product, quantity }) => `${quantity} of product ${product.id}`).join(' and ') || 'nothing';
}
