import { changeCart, currentCart, orderCart } from '../cart.js';
import { element } from '../dom.js';
import { tell, tellProblem } from '../notices.js';
import { lines } from './lines.js';

/** @import { Cart, Item, View } from '../types.js' */

const mostPieces = 100;

/** @returns {Promise<View>} */
export async function cartView() {
  const cart = await currentCart();
  const place = element('div', { class: 'cart' });
  show(place, cart);
  return {
    title: 'Your cart',
    content: element('div', { class: 'narrow' }, element('h1', { tabindex: -1 }, 'Your cart'), place),
  };
}

/**
 * @param {HTMLElement} place
 * @param {Cart | null} cart
 */
function show(place, cart) {
  if (!cart || cart.items.length === 0) {
    place.replaceChildren(
      element('p', { class: 'lead' }, 'There is nothing in it yet.'),
      element('p', {}, element('a', { class: 'button', href: '#/' }, 'See what there is')),
    );
    return;
  }
  const order = element('button', { type: 'button', class: 'button' }, 'Place order');
  order.addEventListener('click', async () => {
    order.disabled = true;
    order.textContent = 'Placing your order …';
    try {
      const placed = await orderCart(cart);
      location.hash = `#/orders/${placed.id}`;
    } catch (error) {
      tellProblem(error);
      order.textContent = 'Place order';
      order.disabled = false;
    }
  });
  place.replaceChildren(
    lines(cart.items, cart, (item) => quantity(place, cart, item)),
    element('div', { class: 'actions' }, element('a', { href: '#/' }, 'Go on looking'), order),
  );
}

/**
 * @param {HTMLElement} place
 * @param {Cart} cart
 * @param {Item} item
 */
function quantity(place, cart, item) {
  /** @param {number} amount */
  const change = async (amount) => {
    try {
      show(place, await changeCart(cart, item.productId, amount));
      tell(amount === 0 ? `${item.name} taken out.` : `${item.name}: ${amount}.`);
    } catch (error) {
      input.value = String(item.quantity);
      tellProblem(error);
    }
  };
  const input = element('input', {
    type: 'number',
    min: 1,
    max: mostPieces,
    value: item.quantity,
    inputmode: 'numeric',
    'aria-label': `Quantity of ${item.name}`,
    change: () => (input.reportValidity() ? change(Number(input.value)) : undefined),
  });
  return element(
    'div',
    { class: 'amount' },
    input,
    element(
      'button',
      { type: 'button', class: 'link', 'aria-label': `Take out ${item.name}`, click: () => change(0) },
      'Remove',
    ),
  );
}
