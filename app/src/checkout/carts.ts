import { randomUUID } from 'node:crypto';
import type { ShopDatabase } from '../database/open-database';
import { retryOnContention } from '../database/retry';
import { ApiError } from '../errors';
import { type Cart, type Item, mostCartItems, shopCurrency, toItem, totalCents } from './checkout-schemas';

export async function createCart(database: ShopDatabase): Promise<Cart> {
  const id = randomUUID();
  await database.insertInto('carts').values({ id, created_at: new Date(), ordered_at: null }).execute();
  return toCart(id, null, []);
}

/** @throws ApiError TAP5120 if there is no such cart */
export async function readCart(database: ShopDatabase, id: string): Promise<Cart> {
  const cart = await database.selectFrom('carts').select('ordered_at').where('id', '=', id).executeTakeFirst();
  if (!cart) {
    throw noCart(id);
  }
  return toCart(id, cart.ordered_at, await cartItems(database, id));
}

/**
 * Sets how many pieces of a product are in the cart; 0 takes it out. Setting, not adding, makes a repeated request harmless.
 *
 * @throws ApiError TAP5120 no such cart, TAP5121 it was ordered, TAP5110 no such product, TAP5122 the cart is full
 */
export async function setQuantity(
  database: ShopDatabase,
  cartId: string,
  productId: number,
  quantity: number,
): Promise<Cart> {
  return retryOnContention(() =>
    database.transaction().execute(async (transaction) => {
      await lockOpenCart(transaction, cartId);
      if (quantity === 0) {
        await transaction
          .deleteFrom('cart_items')
          .where('cart_id', '=', cartId)
          .where('product_id', '=', productId)
          .execute();
      } else {
        await requireProduct(transaction, productId);
        await transaction
          .insertInto('cart_items')
          .values({ cart_id: cartId, product_id: productId, quantity })
          .onDuplicateKeyUpdate({ quantity })
          .execute();
      }
      const items = await cartItems(transaction, cartId);
      if (items.length > mostCartItems) {
        throw new ApiError('TAP5122', `A cart holds at most ${mostCartItems} different products`);
      }
      return toCart(cartId, null, items);
    }),
  );
}

/** The cart's products with their prices of now, by product id. */
export async function cartItems(database: ShopDatabase, cartId: string): Promise<Item[]> {
  const rows = await database
    .selectFrom('cart_items')
    .innerJoin('products', 'products.id', 'cart_items.product_id')
    .select([
      'products.id as productId',
      'sku',
      'name',
      'price_cents as priceCents',
      'quantity',
      'test_product as testProduct',
    ])
    .where('cart_id', '=', cartId)
    .orderBy('product_id')
    .execute();
  return rows.map(toItem);
}

export function noCart(id: string): ApiError {
  return new ApiError('TAP5120', `There is no cart ${id}`);
}

/** Holds the cart until the transaction ends, so that it can't be ordered and changed at the same time. */
async function lockOpenCart(transaction: ShopDatabase, id: string): Promise<void> {
  const cart = await transaction
    .selectFrom('carts')
    .select('ordered_at')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!cart) {
    throw noCart(id);
  }
  if (cart.ordered_at) {
    throw new ApiError('TAP5121', 'This cart was ordered; make a new one');
  }
}

async function requireProduct(transaction: ShopDatabase, id: number): Promise<void> {
  const found = await transaction.selectFrom('products').select('id').where('id', '=', id).executeTakeFirst();
  if (!found) {
    throw new ApiError('TAP5110', `There is no product ${id}`);
  }
}

function toCart(id: string, orderedAt: Date | null, items: Item[]): Cart {
  return { id, status: orderedAt ? 'ordered' : 'open', items, totalCents: totalCents(items), currency: shopCurrency };
}
