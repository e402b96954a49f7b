// The shopper's cart: its id is remembered, its content is the server's.

import * as api from './api.js';
import { forget, recall, remember } from './storage.js';

/** @import { Cart, Order } from './types.js' */

const cartKey = 'cart';
const orderKey = 'order-key';
const mostPieces = 100;

/** Tells listeners (`change`) how many pieces the cart holds. */
export const pieces = new EventTarget();

/** @param {Cart | null} cart */
function announce(cart) {
  const count = cart?.items.reduce((sum, { quantity }) => sum + quantity, 0) ?? 0;
  pieces.dispatchEvent(new CustomEvent('change', { detail: count }));
}

/**
 * The cart as it is now; null if there is none yet, or if it has become an order.
 *
 * @returns {Promise<Cart | null>}
 */
export async function currentCart() {
  const id = recall(cartKey);
  const cart = id ? await readIfThere(id) : null;
  if (id && cart?.status !== 'open') {
    leave();
  }
  const open = cart?.status === 'open' ? cart : null;
  announce(open);
  return open;
}

/** @param {string} id */
async function readIfThere(id) {
  try {
    return await api.readCart(id);
  } catch (error) {
    if (error instanceof api.ApiProblem && (error.status === 404 || error.status === 400)) {
      return null;
    }
    throw error;
  }
}

/**
 * Puts pieces of a product into the cart, beside those that are there.
 *
 * @param {number} productId
 * @param {number} quantity
 */
export async function addToCart(productId, quantity) {
  const cart = (await currentCart()) ?? (await api.createCart());
  remember(cartKey, cart.id);
  const there = cart.items.find((item) => item.productId === productId)?.quantity ?? 0;
  announce(await api.setQuantity(cart.id, productId, Math.min(mostPieces, there + quantity)));
}

/**
 * @param {Cart} cart
 * @param {number} productId
 * @param {number} quantity 0 takes the product out
 */
export async function changeCart(cart, productId, quantity) {
  const changed = await api.setQuantity(cart.id, productId, quantity);
  announce(changed);
  return changed;
}

/**
 * Orders the cart. The key is remembered until the order is known to be placed, so that trying again, even after the page was
 * closed, never orders twice.
 *
 * @param {Cart} cart
 * @returns {Promise<Order>}
 */
export async function orderCart(cart) {
  const [cartId, known] = recall(orderKey)?.split(' ') ?? [];
  const key = cartId === cart.id && known ? known : crypto.randomUUID();
  remember(orderKey, `${cart.id} ${key}`);
  const order = await api.placeOrder(cart.id, key);
  leave();
  announce(null);
  return order;
}

function leave() {
  forget(cartKey);
  forget(orderKey);
}
