import { readOrder } from '../api.js';
import { element } from '../dom.js';
import { lines } from './lines.js';

/** @import { View } from '../types.js' */

/** @param {string} id @returns {Promise<View>} */
export async function orderView(id) {
  const order = await readOrder(id);
  const when = new Date(order.createdAt).toLocaleString('en-US', { dateStyle: 'long', timeStyle: 'short' });
  return {
    title: 'Thank you',
    content: element(
      'div',
      { class: 'narrow' },
      element('h1', { tabindex: -1 }, 'Thank you for your order'),
      element('p', { class: 'lead' }, `Placed on ${when}. Its number is `, element('code', {}, order.id), '.'),
      lines(order.items, order, (item) => element('span', { class: 'amount' }, `× ${item.quantity}`)),
      element('div', { class: 'actions' }, element('a', { class: 'button quiet', href: '#/' }, 'Back to the shop')),
    ),
  };
}
