import { element } from '../dom.js';
import { money } from '../money.js';
import { picture } from '../picture.js';

/** @import { Item } from '../types.js' */

/**
 * The lines of a cart or an order with their sum.
 *
 * @param {Item[]} items
 * @param {{ totalCents: number, currency: string }} sum
 * @param {(item: Item) => Node} amount what stands in the place of the quantity
 */
export function lines(items, { totalCents, currency }, amount) {
  return element(
    'div',
    { class: 'lines' },
    element(
      'ul',
      {},
      ...items.map((item) =>
        element(
          'li',
          { class: 'line' },
          picture(item.sku),
          element(
            'div',
            { class: 'what' },
            element('a', { href: `#/products/${item.productId}` }, item.name),
            element('span', { class: 'each' }, `${money(item.priceCents, currency)} each`),
          ),
          amount(item),
          element('span', { class: 'sum' }, money(item.lineTotalCents, currency)),
        ),
      ),
    ),
    element('p', { class: 'total' }, element('span', {}, 'Total'), element('strong', {}, money(totalCents, currency))),
  );
}
