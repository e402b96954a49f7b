import { type Case, neighbours, sabotages } from '../case';
import { json, type ShopData, type ShopFault } from '../world/faulty-doors';
import type { World } from '../world/world';

/** Answers that come in time, with status and form in order, and hold what is another shopper's, or nobody's. */

const ordering =
  (on: RegExp, edit: (data: ShopData) => unknown) =>
  (world: World): void => {
    world.take('checkout');
    world.breakShop({ on, change: json(edit) });
  };
const unmet = (step: string, expectation: string) => new RegExp(`not met: "${step}: ${expectation}"`);
/** API Gateway's answers to looks at products are those of a cache, which the release before filled. */
const keptByTheApi: ShopFault = {
  on: /^GET \/api\/products/,
  door: 'api',
  change: ({ headers }) => {
    Object.assign(headers, { age: '86400', 'x-revision': 'ba9876543210' });
  },
};

const aProduct = /^GET \/api\/products\/\d+$/;
const openCart = /^POST \/api\/carts$/;
const fillCart = /^PUT /;
const placeOrder = /^POST \/api\/orders$/;

export const shoppersDataCases: readonly Case[] = [
  ...sabotages('load', [
    [
      'under load the marked product has another price than in the list',
      ordering(aProduct, (it) => ({ ...it, priceCents: 1 })),
      unmet('view the product', 'at the price of the list'),
    ],
    [
      'under load all shoppers are given one cart',
      (world) => {
        ordering(openCart, (it) => ({ ...it, id: '00000000-0000-4000-8000-000000000001' }))(world);
        fewUsers(world);
      },
      unmet('open a cart', 'no cart of a journey before'),
    ],
    [
      "under load a filled cart is another shopper's",
      ordering(fillCart, (it) => ({ ...it, id: 'of somebody else' })),
      unmet('fill the cart', 'the very cart'),
    ],
    [
      'under load a filled cart was ordered by somebody',
      ordering(fillCart, (it) => ({ ...it, status: 'ordered' })),
      unmet('fill the cart', 'still open'),
    ],
    [
      'under load a filled cart costs a cent',
      ordering(fillCart, (it) => ({ ...it, totalCents: 1 })),
      unmet('fill the cart', 'at the price of the list'),
    ],
    [
      'under load a filled cart is in another currency',
      ordering(fillCart, (it) => ({ ...it, currency: 'XTS' })),
      unmet('fill the cart', 'in the currency of the list'),
    ],
    [
      'under load an order holds nothing',
      ordering(placeOrder, (it) => ({ ...it, items: [] })),
      unmet('order', 'what was in the cart, as often'),
    ],
    [
      'under load an order is in another currency',
      ordering(placeOrder, (it) => ({ ...it, currency: 'XTS' })),
      unmet('order', 'in the currency of the list'),
    ],
    [
      'under load an order is of another cart',
      ordering(placeOrder, (it) => ({ ...it, cartId: 'of somebody else' })),
      unmet('order', 'of the very cart'),
    ],
    [
      'under load an order is cancelled as soon as it is placed',
      ordering(placeOrder, (it) => ({ ...it, status: 'cancelled' })),
      unmet('order', 'placed'),
    ],
    [
      'under load an order of test products would be packed',
      ordering(placeOrder, (it) => ({ ...it, testOrder: false })),
      unmet('order', 'one that nobody packs'),
    ],
    [
      'under load all orders are one',
      (world) => {
        ordering(placeOrder, (it) => ({ ...it, id: '00000000-0000-4000-8000-000000000001' }))(world);
        fewUsers(world);
      },
      unmet('order', 'no order of a journey before'),
    ],
    [
      'a cache answers the load for API Gateway, where it has none',
      (world) => world.breakShop(keptByTheApi),
      /answers through api had an "age" header; API Gateway has no cache here/,
    ],
    [
      'nobody listens where shoppers order',
      (world) => {
        world.take('checkout');
        world.variables.SITE_URL = 'http://127.0.0.1:2';
      },
      /no test product could be looked up: no answer: .*connection refused/,
    ],
  ]),
  ...neighbours('load', [
    [
      "API Gateway's cache answers the load, where it has one",
      (world) => {
        world.manifest.apiCache = true;
        world.breakShop(keptByTheApi);
      },
    ],
  ]),
];

/** Each of k6's users comes several times, as in a load of minutes. */
function fewUsers(world: World): void {
  world.edit('loadtests/profiles/short.json', (text) => text.replaceAll('"maxUsers":60', '"maxUsers":15'));
}
