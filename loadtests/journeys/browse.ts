import type { Step } from '../lib/journey.ts';
import { listProducts, type SeenList } from '../lib/list-step.ts';
import { loadScript } from '../lib/load-script.ts';
import { cartIn } from '../lib/orders.ts';
import { type Product, pageIn, pageSize, productIn } from '../lib/products.ts';
import { firstWords, mentions } from '../lib/search-words.ts';
import { ask, lookUp, obtain, type Request, type Shop } from '../lib/shop.ts';

/**
 * Looks around and buys nothing: shoppers only read, so it is the default in production. The cart that they all look into is
 * opened once, before the load, and stays empty: both services answer under load, and nothing is sold.
 */

interface Visit extends SeenList {
  /** The product that caught the shopper's eye. */
  liked: Product | undefined;
  readonly cartId: string;
}

/** What was there before the load, and stays as it is. */
interface Before {
  readonly cartId: string;
  /** Whether the list had a second page; false also where it did not answer. */
  readonly goesOn: boolean;
}

/** @throws Error if no cart can be opened, with the reason */
function lookBefore(shop: Shop): Before {
  const cartId = openEmptyCart(shop);
  const list: Request = { name: 'read the list', method: 'GET', path: `/api/products?limit=${pageSize}` };
  // What it holds, and whether it answers, is for the load to judge.
  const page = pageIn(lookUp(shop, list));
  return { cartId, goesOn: typeof page?.nextCursor === 'string' };
}

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
    const words = firstWords(visit.liked?.name ?? '');
    ask(
      shop,
      {
        name: 'search',
        method: 'GET',
        path: `/api/products?limit=${pageSize}&search=${encodeURIComponent(words)}`,
        cacheable: true,
      },
      {
        'search: status is 200': ({ status }) => status === 200,
        'search: only products that mention the words': (it) => {
          const items = pageIn(it)?.items ?? [];
          return items.length > 0 && items.every((product) => mentions(product, words));
        },
        'search: the product whose name it is': (it) => {
          const { items, nextCursor } = pageIn(it) ?? { items: [], nextCursor: null };
          return nextCursor !== null || items.some(({ id }) => id === visit.liked?.id);
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
          const fields = ['id', 'sku', 'name', 'description', 'priceCents'] as const;
          return product !== undefined && fields.every((field) => product[field] === liked?.[field]);
        },
        'view a product: in the currency of the list': (it) => productIn(it)?.currency === liked?.currency,
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
        'look into the cart: open, and costs nothing': (it) => {
          const cart = cartIn(it);
          return cart?.status === 'open' && cart.totalCents === 0;
        },
      },
    );
  },
};

export const { options, setup, cloudfront, api, handleSummary } = loadScript<Before, Visit>({
  prepare: lookBefore,
  begin: (before) => ({ page: undefined, liked: undefined, ...before }),
  steps: [listProducts, turnPage, search, viewProduct, lookIntoCart],
});
