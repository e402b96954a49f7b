// What the API answers, for the type checker.

/**
 * @typedef {object} Product
 * @property {number} id
 * @property {string} sku
 * @property {string} name
 * @property {string} description
 * @property {number} priceCents
 * @property {string} currency
 * @property {number} stock
 * @property {boolean} testProduct made for automated orders; not shown
 */

/**
 * @typedef {object} ProductPage
 * @property {Product[]} items
 * @property {string | null} nextCursor
 */

/**
 * @typedef {object} Item
 * @property {number} productId
 * @property {string} sku
 * @property {string} name
 * @property {number} priceCents of one piece
 * @property {number} quantity
 * @property {number} lineTotalCents
 */

/**
 * @typedef {object} Cart
 * @property {string} id
 * @property {'open' | 'ordered'} status
 * @property {Item[]} items
 * @property {number} totalCents
 * @property {string} currency
 */

/**
 * @typedef {object} Order
 * @property {string} id
 * @property {string} cartId
 * @property {'placed'} status
 * @property {Item[]} items
 * @property {number} totalCents
 * @property {string} currency
 * @property {string} createdAt
 */

/**
 * @typedef {object} View
 * @property {string} title
 * @property {Node} content
 */

export {};
