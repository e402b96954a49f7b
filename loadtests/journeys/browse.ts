import type { Step } from '../lib/journey.ts';
import { listProducts, type SeenList } from '../lib/list-step.ts';
import { loadScript } from '../lib/load-script.ts';
import { mentions, PAGE_SIZE, type Product, pageIn, productIn } from '../lib/products.ts';
import { ask } from '../lib/shop.ts';

/** Looks around and buys nothing: it only reads, and is the default in production. */

interface Visit extends SeenList {
  /** The product that caught the shopper's eye. */
  liked: Product | undefined;
}

const turnPage: Step<Visit> = {
  name: 'turn the page',
  run(shop, visit) {
    const first = visit.page;
    const cursor = first?.nextCursor ? `&cursor=${encodeURIComponent(first.nextCursor)}` : '';
    const answer = ask(
      shop,
      { name: 'turn the page', method: 'GET', path: `/api/products?limit=${PAGE_SIZE}${cursor}` },
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
      { name: 'search', method: 'GET', path: `/api/products?limit=${PAGE_SIZE}&search=${encodeURIComponent(word)}` },
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
      { name: 'view a product', method: 'GET', path: `/api/products/${liked?.id}` },
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

export const { options, setup, cloudfront, api, handleSummary } = loadScript<null, Visit>({
  prepare: () => null,
  begin: () => ({ page: undefined, liked: undefined }),
  steps: [listProducts, turnPage, search, viewProduct],
});
