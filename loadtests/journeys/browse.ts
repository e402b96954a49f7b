import type { Step } from '../lib/journey.ts';
import { listProducts, type SeenList } from '../lib/list-step.ts';
import { loadScript } from '../lib/load-script.ts';
import { cartIn } from '../lib/orders.ts';
import { mentions, type Product, pageIn, pageSize, productIn } from '../lib/products.ts';
import { ask, obtain, type Request, type Shop } from '../lib/shop.ts';

/**
 * Looks around and buys nothing: shoppers only read, so it is the default in production. The cart that they all look into is
 * opened once, before the load, and stays empty: both services answer under load, and nothing is sold.
 */

interface Visit extends SeenList {
  /** The product that caught the shopper's eye. */
  liked: Product | undefined;
  readonly cartId: string;
}

/** @throws Error if no cart can be opened, with the reason */
function openEmptyCart(shop: Shop): string {
  const request: Request = { name: 'open the empty cart', method: 'POST', path: '/api/carts', body: {} };
  return obtain(shop, request, 'no cart could be opened', 'a new cart', (answer) =>
    answer.status === 201 ? cartIn(answer)?.id : undefined,
  );
}

const turnPage: Step<Visit> = {
  name: 'turn the page',
  run(shop, visit) {
    const first = visit.page;
    const cursor = first?.nextCursor ? `&cursor=${encodeURIComponent(first.nextCursor)}` : '';
    const answer = ask(
      shop,
      { name: 'turn the page', method: 'GET', path: `/api/products?limit=${pageSize}${cursor}`, cacheable: true },
      {
        'turn the page: status is 200': ({ status }) => status === 200,
        'turn the page: other products than before': (it) => {
          const seen = cursor === '' ? [] : (first?.items ?? []).map(({ id }) => id);
          const items = pageIn(it)?.items ?? [];
          return items.length > 0 && items.every(({ id }) => !seen.includes(id));
        },
      },
    );
    const items = pageIn(answer)?.items ?? [];
    visit.liked = items[Math.floor(Math.random() * items.length)];
  },
};

const search: Step<Visit> = {
  name: 'search',
  run(shop, visit) {
    const word = visit.liked?.name.split(' ')[0] ?? '';
    ask(
      shop,
      {
        name: 'search',
        method: 'GET',
        path: `/api/products?limit=${pageSize}&search=${encodeURIComponent(word)}`,
        cacheable: true,
      },
      {
        'search: status is 200': ({ status }) => status === 200,
        'search: only products that mention the word': (it) => {
          const items = pageIn(it)?.items ?? [];
          return items.length > 0 && items.every((product) => mentions(product, word));
        },
      },
    );
  },
};

const viewProduct: Step<Visit> = {
  name: 'view a product',
  run(shop, { liked }) {
    ask(
      shop,
      { name: 'view a product', method: 'GET', path: `/api/products/${liked?.id}`, cacheable: true },
      {
        'view a product: status is 200': ({ status }) => status === 200,
        'view a product: the one that the list showed': (it) => {
          const product = productIn(it);
          return (
            product?.id === liked?.id && product?.name === liked?.name && product?.priceCents === liked?.priceCents
          );
        },
      },
    );
  },
};

const lookIntoCart: Step<Visit> = {
  name: 'look into the cart',
  run(shop, { cartId }) {
    ask(
      shop,
      { name: 'look into the cart', method: 'GET', path: `/api/carts/${cartId}` },
      {
        'look into the cart: status is 200': ({ status }) => status === 200,
        'look into the cart: the empty cart': (it) => {
          const cart = cartIn(it);
          return cart?.id === cartId && cart.items.length === 0;
        },
      },
    );
  },
};

export const { options, setup, cloudfront, api, handleSummary } = loadScript<string, Visit>({
  prepare: openEmptyCart,
  begin: (cartId) => ({ page: undefined, liked: undefined, cartId }),
  steps: [listProducts, turnPage, search, viewProduct, lookIntoCart],
});
