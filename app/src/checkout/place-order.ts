import { createHash, randomUUID } from 'node:crypto';
import { isDuplicate } from '../database/failures';
import type { ShopDatabase } from '../database/open-database';
import { retryOnContention } from '../database/retry';
import { ApiError } from '../errors';
import { cartItems, noCart } from './carts';
import { type Item, isTestOrder, type Order, shopCurrency, totalCents } from './checkout-schemas';
import { findOrder } from './orders';

export interface OrderRequest {
  readonly cartId: string;
}

export interface PlacedOrder {
  readonly order: Order;
  /** True if the key had placed this order before, and nothing was done. */
  readonly replayed: boolean;
}

/**
 * Orders a cart once. The same key with the same request gives the order that the key placed first; nothing is remembered of
 * a request that failed, so that it can be repeated under its key.
 *
 * @throws ApiError TAP5132 the key was used for another request, TAP5120 no such cart, TAP5121 the cart was ordered under
 * another key, TAP5123 it is empty, TAP5133 not enough in stock, TAP5203 too much contention
 */
export async function placeOrder(database: ShopDatabase, key: string, request: OrderRequest): Promise<PlacedOrder> {
  const requestHash = createHash('sha256')
    .update(JSON.stringify({ cartId: request.cartId }))
    .digest('hex');
  const before = await replay(database, key, requestHash);
  if (before) {
    return before;
  }
  try {
    return await retryOnContention(() =>
      database.transaction().execute((transaction) => order(transaction, key, requestHash, request.cartId)),
    );
  } catch (error) {
    // Another request placed an order under this key in the meantime.
    const meanwhile = isDuplicate(error) ? await replay(database, key, requestHash) : undefined;
    if (meanwhile) {
      return meanwhile;
    }
    throw error;
  }
}

async function replay(database: ShopDatabase, key: string, requestHash: string): Promise<PlacedOrder | undefined> {
  const known = await findOrder(database, 'idempotency_key', key);
  if (known && known.requestHash !== requestHash) {
    throw new ApiError('TAP5132', 'This Idempotency-Key was used for a different request; use a new one');
  }
  return known && { order: known.order, replayed: true };
}

async function order(
  transaction: ShopDatabase,
  key: string,
  requestHash: string,
  cartId: string,
): Promise<PlacedOrder> {
  const cart = await transaction
    .selectFrom('carts')
    .select('ordered_at')
    .where('id', '=', cartId)
    .forUpdate()
    .executeTakeFirst();
  if (!cart) {
    throw noCart(cartId);
  }
  if (cart.ordered_at) {
    const known = await findOrder(transaction, 'cart_id', cartId);
    if (known?.idempotencyKey === key && known.requestHash === requestHash) {
      return { order: known.order, replayed: true };
    }
    throw new ApiError('TAP5121', 'This cart was ordered already, under another Idempotency-Key');
  }
  const items = await cartItems(transaction, cartId);
  if (items.length === 0) {
    throw new ApiError('TAP5123', 'The cart is empty');
  }
  const placed = await insertOrder(transaction, key, requestHash, cartId, items);
  // Last, since every order of a product waits for the one before it from here until its commit.
  await takeFromStock(transaction, items);
  return { order: placed, replayed: false };
}

async function insertOrder(
  transaction: ShopDatabase,
  key: string,
  requestHash: string,
  cartId: string,
  items: Item[],
): Promise<Order> {
  const id = randomUUID();
  const createdAt = new Date();
  const total = totalCents(items);
  await transaction
    .insertInto('orders')
    .values({
      id,
      cart_id: cartId,
      idempotency_key: key,
      request_hash: requestHash,
      total_cents: total,
      currency: shopCurrency,
      created_at: createdAt,
    })
    .execute();
  await transaction
    .insertInto('order_items')
    .values(
      items.map(({ productId, sku, name, priceCents, quantity }) => ({
        order_id: id,
        product_id: productId,
        sku,
        name,
        price_cents: priceCents,
        quantity,
      })),
    )
    .execute();
  await transaction.updateTable('carts').set({ ordered_at: createdAt }).where('id', '=', cartId).execute();
  return {
    id,
    cartId,
    status: 'placed',
    items,
    totalCents: total,
    currency: shopCurrency,
    testOrder: isTestOrder(items),
    createdAt: createdAt.toISOString(),
  };
}

/**
 * Asks for the stock and takes it in one statement, so that no other order can come in between; always in the order of the
 * product ids, so that two orders never wait for each other in a circle.
 */
async function takeFromStock(transaction: ShopDatabase, items: readonly Item[]): Promise<void> {
  for (const { productId, quantity, name } of items) {
    const result = await transaction
      .updateTable('products')
      .set((e) => ({ stock: e('stock', '-', quantity) }))
      .where('id', '=', productId)
      .where('stock', '>=', quantity)
      .executeTakeFirst();
    if (result.numUpdatedRows !== 1n) {
      throw new ApiError('TAP5133', `Fewer than ${quantity} pieces of "${name}" (product ${productId}) are in stock`);
    }
  }
}
