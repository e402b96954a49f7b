import type { Step } from '../lib/journey.ts';
import { listProducts, type SeenList } from '../lib/list-step.ts';
import { loadScript } from '../lib/load-script.ts';
import { cartIn, costs, holds, orderIn } from '../lib/orders.ts';
import { findTestProducts, type Product, productIn } from '../lib/products.ts';
import { ask } from '../lib/shop.ts';
import { uuid } from '../lib/uuid.ts';

/** Looks at a product and orders it. It orders marked test products only. */

interface Visit extends SeenList {
  readonly product: Product;
  cartId: string;
}

/** More than one, so that a sum is none of its parts. */
const quantity = 2;

/** Ids of carts and orders that this one of k6's users was given: what is made anew has none of them. */
const given = new Set<string>();

const viewProduct: Step<Visit> = {
  name: 'view the product',
  run(shop, { product }) {
    ask(
      shop,
      { name: 'view the product', method: 'GET', path: `/api/products/${product.id}`, cacheable: true },
      {
        'view the product: status is 200': ({ status }) => status === 200,
        'view the product: the marked test product': (it) => {
          const seen = productIn(it);
          return seen?.id === product.id && seen.name === product.name && seen.testProduct;
        },
        'view the product: at the price of the list': (it) => {
          const seen = productIn(it);
          return seen?.priceCents === product.priceCents && seen.currency === product.currency;
        },
      },
    );
  },
};

const openCart: Step<Visit> = {
  name: 'open a cart',
  run(shop, visit) {
    const answer = ask(
      shop,
      { name: 'open a cart', method: 'POST', path: '/api/carts', body: {} },
      {
        'open a cart: status is 201': ({ status }) => status === 201,
        'open a cart: an empty cart with an id': (it) => cartIn(it)?.items.length === 0,
        'open a cart: no cart of a journey before': (it) => isNew(cartIn(it)?.id),
      },
    );
    visit.cartId = remember(cartIn(answer)?.id);
  },
};

const fillCart: Step<Visit> = {
  name: 'fill the cart',
  run(shop, { cartId, product }) {
    ask(
      shop,
      {
        name: 'fill the cart',
        method: 'PUT',
        path: `/api/carts/${cartId}/items/${product.id}`,
        body: { quantity },
      },
      {
        'fill the cart: status is 200': ({ status }) => status === 200,
        'fill the cart: the product, as often as asked': (it) => holds(cartIn(it), product, quantity),
        'fill the cart: the very cart': (it) => cartIn(it)?.id === cartId,
        'fill the cart: still open': (it) => cartIn(it)?.status === 'open',
        'fill the cart: at the price of the list': (it) => costs(cartIn(it), product, quantity),
        'fill the cart: in the currency of the list': (it) => cartIn(it)?.currency === product.currency,
      },
    );
  },
};

const order: Step<Visit> = {
  name: 'order',
  run(shop, { cartId, product }) {
    const answer = ask(
      shop,
      {
        name: 'order',
        method: 'POST',
        path: '/api/orders',
        body: { cartId },
        headers: { 'idempotency-key': uuid() },
      },
      {
        'order: status is 201': ({ status }) => status === 201,
        'order: what was in the cart, as often': (it) => holds(orderIn(it), product, quantity),
        'order: the price of what was in the cart': (it) => costs(orderIn(it), product, quantity),
        'order: in the currency of the list': (it) => orderIn(it)?.currency === product.currency,
        'order: of the very cart': (it) => orderIn(it)?.cartId === cartId,
        'order: placed': (it) => orderIn(it)?.status === 'placed',
        'order: one that nobody packs': (it) => orderIn(it)?.testOrder === true,
        'order: no order of a journey before': (it) => isNew(orderIn(it)?.id),
      },
    );
    remember(orderIn(answer)?.id);
  },
};

function isNew(id: string | undefined): boolean {
  return id !== undefined && !given.has(id);
}

function remember(id = ''): string {
  given.add(id);
  return id;
}

export const { options, setup, cloudfront, api, handleSummary } = loadScript<Product[], Visit>({
  prepare: findTestProducts,
  begin: (products) => ({
    page: undefined,
    product: products[Math.floor(Math.random() * products.length)] as Product,
    cartId: '',
  }),
  steps: [listProducts, viewProduct, openCart, fillCart, order],
});
