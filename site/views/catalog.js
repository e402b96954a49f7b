import { listProducts } from '../api.js';
import { element } from '../dom.js';
import { money } from '../money.js';
import { problemText } from '../notices.js';
import { picture } from '../picture.js';

/** @import { Product, View } from '../types.js' */

const pageSize = 24;

/**
 * All products, or those that a search finds, a page at a time.
 *
 * @param {URLSearchParams} query
 * @returns {Promise<View>}
 */
export async function catalogView(query) {
  const search = query.get('search')?.trim() ?? '';
  const grid = element('ul', { class: 'grid' });
  const more = element('button', { type: 'button', class: 'button quiet' }, 'Show more');
  const problem = element('p', { class: 'notice bad', role: 'alert', hidden: true });
  /** @type {string | null} */
  let cursor = await showPage(grid, search, null);
  more.hidden = cursor === null;
  more.addEventListener('click', async () => {
    more.disabled = true;
    problem.hidden = true;
    const first = grid.children.length;
    try {
      cursor = await showPage(grid, search, cursor);
      more.hidden = cursor === null;
      grid.children[first]?.querySelector('a')?.focus();
    } catch (error) {
      problem.textContent = problemText(error);
      problem.hidden = false;
    }
    more.disabled = false;
  });
  const title = search ? `Results for “${search}”` : 'For kitchen and home';
  return {
    title,
    content: element(
      'div',
      {},
      element('div', { class: 'head' }, element('h1', { tabindex: -1 }, title), lead(search, grid)),
      grid,
      problem,
      element('div', { class: 'more' }, more),
    ),
  };
}

/**
 * @param {string} search
 * @param {HTMLElement} grid
 */
function lead(search, grid) {
  if (grid.children.length === 0) {
    return element(
      'p',
      { class: 'lead' },
      'Nothing fits all of these words. ',
      element('a', { href: '#/' }, 'See everything'),
    );
  }
  return search
    ? element('p', { class: 'lead' }, element('a', { href: '#/' }, 'See everything'))
    : element('p', { class: 'lead' }, 'Plain things, made to last.');
}

/**
 * Adds the next page that holds something a shopper may see.
 *
 * @param {HTMLElement} grid
 * @param {string} search
 * @param {string | null} cursor
 * @returns {Promise<string | null>} where the page after it starts
 */
async function showPage(grid, search, cursor) {
  let next = cursor;
  for (;;) {
    const page = await listProducts({ search, limit: pageSize, ...(next ? { cursor: next } : {}) });
    const shown = page.items.filter(({ testProduct }) => !testProduct);
    grid.append(...shown.map(card));
    next = page.nextCursor;
    if (shown.length > 0 || next === null) {
      return next;
    }
  }
}

/** @param {Product} product */
function card(product) {
  return element(
    'li',
    { class: 'card' },
    element(
      'a',
      { href: `#/products/${product.id}` },
      picture(product.sku),
      element('span', { class: 'name' }, product.name),
      element('span', { class: 'price' }, money(product.priceCents, product.currency)),
      product.stock === 0 && element('span', { class: 'tag' }, 'Sold out'),
    ),
  );
}
