// Speaks to the shop's API on the same origin.

/** @import { Cart, Order, Product, ProductPage } from './types.js' */

/** A request that the API refused or that did not reach it; the message is meant for the shopper. */
export class ApiProblem extends Error {
  /**
   * @param {string} message
   * @param {number} status 0 if there was no answer
   * @param {string} [code] of the API's catalogue
   */
  constructor(message, status, code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const attempts = 3;
const timeoutMs = 15_000;
/** The first pause is random between 0 and this, the next between 0 and twice this: clients must not come back together. */
const firstPauseMs = 400;
const longestPauseMs = 5_000;

/**
 * Every request of the shop may be repeated: quantities are set, orders carry a key, and a second empty cart is no harm.
 *
 * @param {string} method
 * @param {string} path
 * @param {{ body?: unknown, headers?: Record<string, string> }} [options]
 * @returns {Promise<any>} the answer's JSON
 */
async function call(method, path, options = {}) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await callOnce(method, path, options);
    } catch (error) {
      const problem = error instanceof ApiProblem ? error : new ApiProblem('The shop cannot be reached.', 0);
      if (attempt === attempts || !mayPass(problem.status)) {
        throw problem;
      }
      const limit = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1));
      await new Promise((resolve) => setTimeout(resolve, Math.random() * limit));
    }
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {{ body?: unknown, headers?: Record<string, string> }} options
 */
async function callOnce(method, path, { body, headers = {} }) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  // What stands in front of the API answers some failures with a page.
  const answer = await response.json().catch(() => null);
  if (!response.ok || answer === null) {
    throw new ApiProblem(answer?.error?.message ?? words(response.status), response.status, answer?.error?.code);
  }
  return answer;
}

/** @param {number} status */
function mayPass(status) {
  return status === 0 || status === 429 || status === 502 || status === 503 || status === 504;
}

/** @param {number} status */
function words(status) {
  return status === 429
    ? 'Too many requests at once. Please try again in a moment.'
    : 'The shop has a problem at the moment. Please try again in a minute.';
}

/**
 * @param {{ search?: string, cursor?: string, limit?: number }} query
 * @returns {Promise<ProductPage>}
 */
export function listProducts({ search, cursor, limit }) {
  const query = new URLSearchParams();
  if (search) query.set('search', search);
  if (cursor) query.set('cursor', cursor);
  if (limit) query.set('limit', String(limit));
  return call('GET', `/api/products?${query}`);
}

/** @param {string} id @returns {Promise<Product>} */
export const readProduct = (id) => call('GET', `/api/products/${encodeURIComponent(id)}`);

/** @returns {Promise<Cart>} */
export const createCart = () => call('POST', '/api/carts');

/** @param {string} id @returns {Promise<Cart>} */
export const readCart = (id) => call('GET', `/api/carts/${encodeURIComponent(id)}`);

/** @param {string} cartId @param {number} productId @param {number} quantity @returns {Promise<Cart>} */
export const setQuantity = (cartId, productId, quantity) =>
  call('PUT', `/api/carts/${encodeURIComponent(cartId)}/items/${productId}`, { body: { quantity } });

/** @param {string} cartId @param {string} key @returns {Promise<Order>} */
export const placeOrder = (cartId, key) =>
  call('POST', '/api/orders', { body: { cartId }, headers: { 'idempotency-key': key } });

/** @param {string} id @returns {Promise<Order>} */
export const readOrder = (id) => call('GET', `/api/orders/${encodeURIComponent(id)}`);
