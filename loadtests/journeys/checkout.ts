import type { Step } from '../lib/journey.ts';
import { listProducts, type SeenList } from '../lib/list-step.ts';
import { loadScript } from '../lib/load-script.ts';
import { cartIn, orderIn } from '../lib/orders.ts';
import { findTestProducts, type Product, productIn } from '../lib/products.ts';
import { ask } from '../lib/shop.ts';
import { uuid } from '../lib/uuid.ts';

/** Looks at a product and orders it. It orders marked test products only. */

interface Visit extends SeenList {
  readonly product: Product;
  cartId: string;
}

const quantity = 1;

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
      },
    );
    visit.cartId = cartIn(answer)?.id ?? '';
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
        body: { quantity: quantity },
      },
      {
        'fill the cart: status is 200': ({ status }) => status === 200,
        'fill the cart: the product, as often as asked': (it) => {
          const items = cartIn(it)?.items ?? [];
          return items.length === 1 && items[0]?.productId === product.id && items[0].quantity === quantity;
        },
      },
    );
  },
};

const order: Step<Visit> = {
  name: 'order',
  run(shop, { cartId, product }) {
    ask(
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
        'order: the price of what was in the cart': (it) => orderIn(it)?.totalCents === product.priceCents * quantity,
      },
    );
  },
};

export const { options, setup, cloudfront, api, handleSummary } = loadScript<Product[], Visit>({
  prepare: findTestProducts,
  begin: (products) => ({
    page: undefined,
    product: products[Math.floor(Math.random() * products.length)] as Product,
    cartId: '',
  }),
  steps: [listProducts, viewProduct, openCart, fillCart, order],
});
