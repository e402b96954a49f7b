import type { Step } from './journey.ts';
import { type ProductPage, pageIn, pageSize } from './products.ts';
import { ask } from './shop.ts';

/** What a shopper who has seen the product list knows. */
export interface SeenList {
  page: ProductPage | undefined;
  /** Whether the list had a second page before the load. @default - not known */
  readonly goesOn?: boolean;
}

/** Opens the product list, which every journey begins with. */
export const listProducts: Step<SeenList> = {
  name: 'list products',
  run(shop, state) {
    const path = `/api/products?limit=${pageSize}`;
    const answer = ask(
      shop,
      { name: 'list products', method: 'GET', path, cacheable: true },
      {
        'list products: status is 200': ({ status }) => status === 200,
        'list products: a page of complete products': (it) => {
          const length = pageIn(it)?.items.length ?? 0;
          return length > 0 && length <= pageSize;
        },
        'list products: no less than nothing in stock': (it) =>
          (pageIn(it)?.items ?? []).every(({ stock }) => stock >= 0),
        'list products: goes on as before the load': (it) => !state.goesOn || pageIn(it)?.nextCursor !== null,
      },
    );
    state.page = pageIn(answer);
  },
};
