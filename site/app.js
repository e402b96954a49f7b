// The storefront: what stands behind the # of the address decides what is shown.

import { currentCart, pieces } from './cart.js';
import { byId, element } from './dom.js';
import { clear, problemText } from './notices.js';
import { cartView } from './views/cart.js';
import { catalogView } from './views/catalog.js';
import { orderView } from './views/order.js';
import { productView } from './views/product.js';

/** @import { View } from './types.js' */

const shopName = document.title;
const main = byId('main', HTMLElement);
const search = byId('search', HTMLFormElement);
const searchText = byId('search-text', HTMLInputElement);
const cartCount = byId('cart-count', HTMLElement);

/** @param {URL} address @returns {Promise<View>} */
function viewOf(address) {
  const [place = '', id = ''] = address.pathname.slice(1).split('/');
  switch (place) {
    case '':
      return catalogView(address.searchParams);
    case 'products':
      return productView(id);
    case 'cart':
      return cartView();
    case 'orders':
      return orderView(id);
    default:
      return Promise.resolve(notFound());
  }
}

/** Other fragments are jumps within the page, such as the one to its content. @param {string} hash */
function isPlace(hash) {
  return hash.startsWith('#/');
}

/** Counts up with every change of place, so that a slow answer never replaces what was asked for after it. */
let visits = 0;

/** @param {{ focus: boolean }} options */
async function show({ focus }) {
  const visit = ++visits;
  const address = new URL(isPlace(location.hash) ? location.hash.slice(1) : '/', location.origin);
  searchText.value = address.searchParams.get('search') ?? '';
  clear();
  main.setAttribute('aria-busy', 'true');
  const view = await viewOf(address).catch(failed);
  if (visit !== visits) {
    return;
  }
  document.title = `${view.title} – ${shopName}`;
  main.replaceChildren(view.content);
  main.removeAttribute('aria-busy');
  if (focus) {
    scrollTo(0, 0);
    main.querySelector('h1')?.focus();
  }
}

/** @param {unknown} error @returns {View} */
function failed(error) {
  const retry = element('button', { type: 'button', class: 'button', click: () => show({ focus: true }) }, 'Try again');
  return {
    title: 'That did not work',
    content: element(
      'div',
      { class: 'narrow' },
      element('h1', { tabindex: -1 }, 'That did not work'),
      element('p', { class: 'notice bad', role: 'alert' }, problemText(error)),
      element('div', { class: 'actions' }, element('a', { href: '#/' }, 'All products'), retry),
    ),
  };
}

/** @returns {View} */
function notFound() {
  return {
    title: 'Not found',
    content: element(
      'div',
      { class: 'narrow' },
      element('h1', { tabindex: -1 }, 'Not found'),
      element('p', { class: 'lead' }, 'There is nothing at this address.'),
      element('p', {}, element('a', { class: 'button', href: '#/' }, 'All products')),
    ),
  };
}

pieces.addEventListener('change', (event) => {
  const count = event instanceof CustomEvent ? Number(event.detail) : 0;
  cartCount.textContent = String(count);
  cartCount.hidden = count === 0;
  const content = count === 0 ? 'empty' : count === 1 ? '1 piece' : `${count} pieces`;
  byId('cart-link', HTMLElement).setAttribute('aria-label', `Cart, ${content}`);
});
search.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = searchText.value.trim();
  location.hash = text ? `#/?search=${encodeURIComponent(text)}` : '#/';
});
addEventListener('hashchange', () => {
  if (isPlace(location.hash) || location.hash === '') {
    show({ focus: true });
  }
});

show({ focus: false });
// The number beside the cart can wait; without it the shop works.
currentCart().catch(() => {});
