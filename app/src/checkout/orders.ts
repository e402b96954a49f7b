import type { ShopDatabase } from '../database/open-database';
import { ApiError } from '../errors';
import { isTestOrder, type Order, toItem } from './checkout-schemas';

/** An order and what its idempotency key was used for. */
export interface KnownOrder {
  readonly order: Order;
  readonly idempotencyKey: string;
  readonly requestHash: string;
}

/** @throws ApiError TAP5130 if there is no such order */
export async function readOrder(database: ShopDatabase, id: string): Promise<Order> {
  const found = await findOrder(database, 'id', id);
  if (!found) {
    throw new ApiError('TAP5130', `There is no order ${id}`);
  }
  return found.order;
}

/** The order with this id, of this cart, or under this key; each of the three is unique. */
export async function findOrder(
  database: ShopDatabase,
  by: 'id' | 'cart_id' | 'idempotency_key',
  value: string,
): Promise<KnownOrder | undefined> {
  const row = await database.selectFrom('orders').selectAll().where(by, '=', value).executeTakeFirst();
  if (!row) {
    return undefined;
  }
  const rows = await database
    .selectFrom('order_items')
    .leftJoin('products', 'products.id', 'order_items.product_id')
    .select([
      'product_id as productId',
      'order_items.sku',
      'order_items.name',
      'order_items.price_cents as priceCents',
      'quantity',
      'test_product as testProduct',
    ])
    .where('order_id', '=', row.id)
    .orderBy('product_id')
    .execute();
  const items = rows.map(toItem);
  return {
    order: {
      id: row.id,
      cartId: row.cart_id,
      status: 'placed',
      items,
      totalCents: row.total_cents,
      currency: row.currency,
      testOrder: isTestOrder(items),
      createdAt: row.created_at.toISOString(),
    },
    idempotencyKey: row.idempotency_key,
    requestHash: row.request_hash,
  };
}
