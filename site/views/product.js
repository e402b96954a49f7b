import { readProduct } from '../api.js';
import { addToCart } from '../cart.js';
import { element } from '../dom.js';
import { money } from '../money.js';
import { tell, tellProblem } from '../notices.js';
import { picture } from '../picture.js';

/** @import { Product, View } from '../types.js' */

const mostAtOnce = 10;
const few = 10;

/** @param {string} id @returns {Promise<View>} */
export async function productView(id) {
  const product = await readProduct(id);
  return {
    title: product.name,
    content: element(
      'article',
      { class: 'product' },
      picture(product.sku),
      element(
        'div',
        { class: 'details' },
        element('p', { class: 'back' }, element('a', { href: '#/' }, '← All products')),
        element('h1', { tabindex: -1 }, product.name),
        element('p', { class: 'price' }, money(product.priceCents, product.currency)),
        element('p', {}, product.description),
        element('p', { class: 'stock' }, stockText(product.stock)),
        product.stock > 0 && form(product),
        element('p', { class: 'sku' }, `Article ${product.sku}`),
      ),
    ),
  };
}

/** @param {Product} product */
function form(product) {
  const amounts = Math.min(mostAtOnce, product.stock);
  const select = element(
    'select',
    { id: 'quantity', name: 'quantity' },
    ...Array.from({ length: amounts }, (_, index) => element('option', { value: index + 1 }, String(index + 1))),
  );
  const button = element('button', { type: 'submit', class: 'button' }, 'Add to cart');
  return element(
    'form',
    {
      class: 'buy',
      submit: async (event) => {
        event.preventDefault();
        button.disabled = true;
        try {
          await addToCart(product.id, Number(select.value));
          tell(`${select.value} × ${product.name} added to your cart.`);
        } catch (error) {
          tellProblem(error);
        }
        button.disabled = false;
      },
    },
    element('label', { for: 'quantity' }, 'Quantity'),
    select,
    button,
  );
}

/** @param {number} stock */
function stockText(stock) {
  if (stock === 0) {
    return 'Sold out at the moment';
  }
  return stock < few ? `Only ${stock} left` : 'In stock';
}
