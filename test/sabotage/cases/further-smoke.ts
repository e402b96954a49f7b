import { type Case, neighbours, sabotages, variants } from '../case';
import { type DoorAnswer, json, type ShopData, type ShopFault } from '../world/faulty-doors';
import type { World } from '../world/world';

/** What shows only beyond the first product, the first page, the one door, the first order; and what people change meanwhile. */

const broken =
  (...faults: readonly ShopFault[]) =>
  (world: World) =>
    world.breakShop(...faults);
const change =
  (on: RegExp, edit: (data: ShopData) => unknown, more = {}) =>
  (world: World) =>
    world.breakShop({ on, change: json(edit), ...more });
const faulty = (faults: World['shop']['faults']) => (world: World) => {
  world.shop.faults = faults;
};
const error = (answer: DoorAnswer) => Object.assign(answer, { status: 500, text: '{}' });
const first = (nth: number) => nth === 1;

const secondPage = /^GET \/api\/products\?limit=20&cursor=/;
const longList = /^GET \/api\/products\?limit=40$/;
/** All but the first of the first page, as the small shop marks them. */
const unmarkedProduct = /^GET \/api\/products\/(?!(1|10|20)$)(\d|1\d|20)$/;
const laterProduct = /^GET \/api\/products\/(2[1-9]|3\d|40)$/;
const placeOrder = /^POST \/api\/orders$/;
const fillCart = /^PUT \/api\/carts\/.*\/items\//;

/** A page of yesterday, which is whole and loads the same script. */
const yesterday = '<!doctype html><title>Sale!</title><script type="module" src="/app.js"></script>';

export const furtherSmokeCases: readonly Case[] = [
  ...sabotages('smoke', [
    [
      'only the first product and the marked ones can be looked at',
      broken({ on: unmarkedProduct, change: error }),
      /answered with status 500; 200 is right: it is in the list, as one to be sold/,
    ],
    [
      'no product of the second page can be looked at',
      broken({ on: laterProduct, change: error }),
      /answered with status 500; 200 is right: it is in the second page/,
    ],
    [
      'everything on the second page costs a cent',
      change(secondPage, ({ items }) => void items.map((it) => Object.assign(it, { priceCents: 1, name: 'x' }))),
      /on its page through .* has name "x"; the list of 40 says/,
    ],
    [
      "API Gateway leads to another environment's shop",
      faulty({ apiElsewhere: true }),
      /API Gateway answered with status 404; 200 is right: the cart was filled through CloudFront, and both/,
    ],
    [
      'the other door shows every cart as an empty one',
      broken({
        on: /^GET \/api\/carts\//,
        door: 'api',
        which: first,
        change: json((it) => ({ ...it, items: [], totalCents: 0 })),
      }),
      /The cart that was filled through CloudFront, asked for through API Gateway holds nothing/,
    ],
    [
      'an order is cancelled as soon as it is placed',
      change(placeOrder, (it) => ({ ...it, status: 'cancelled' })),
      /The order through .* promises, at status/,
    ],
    [
      "the page at the site's address is that of yesterday",
      (world) => {
        world.shop.faults = { page: yesterday };
      },
      /GET \/ through CloudFront is not this commit's page/,
    ],
    [
      'the page for what is not there is that of yesterday',
      faulty({ missingPage: 'of yesterday' }),
      /GET \/there-is-no-such-page through CloudFront is not this commit's page/,
    ],
    [
      'a second order is made of an ordered cart, under another key',
      faulty({ ordersTwice: true }),
      /POST \/api\/orders .* 409 is right: its cart was ordered under another key/,
    ],
    [
      'an ordered cart takes more',
      faulty({ orderedCartTakes: true }),
      /PUT \S+ through .* 409 is right: the cart was ordered\./,
    ],
    [
      'API Gateway shows products without a key',
      faulty({ keyNotAsked: /^GET \/api\/products\/\d+$/ }),
      /403 is right: nobody sees a product without a key/,
    ],
    ['API Gateway does not look which key it is', faulty({ everyKey: true }), /403 is right: the key is wrong/],
    [
      'every page says that there is another one',
      faulty({ pagesNeverEnd: true }),
      /products of \d+, and says that there are more behind them/,
    ],
    [
      'products come with a cookie that caches may keep',
      faulty({ cookie: true, productsKept: 'public, max-age=60' }),
      /sets a cookie that a cache may keep/,
    ],
    [
      'API Gateway takes orders without a key',
      faulty({ keyNotAsked: /^POST \/api\/orders$/ }),
      /403 is right: nobody orders without a key/,
    ],
    [
      'API Gateway asks for no key beyond its named routes',
      faulty({ keyNotAsked: /there-is-no-such-path/ }),
      /403 is right: a path that is nobody's asks for a key, too/,
    ],
    [
      'caches may keep products for a year',
      faulty({ productsKept: 'public, max-age=31536000, immutable' }),
      /may be kept by caches too long: its cache-control is "public, max-age=31536000, immutable"/,
    ],
    [
      'products that API Gateway has kept, where it has no cache',
      faulty({ apiKeeps: true }),
      /GET \/api\/products\?limit=20 through API Gateway was answered by a cache/,
    ],
  ]),
  ...variants('smoke', [
    [
      'a search finds the first product of all, and no other',
      faulty({ searchFindsFirst: true }),
      /The search for "\S+ thing \d+" through CloudFront is not what/,
    ],
  ]),
  ...neighbours('smoke', [
    [
      'somebody adds a product while the pages are turned',
      change(longList, ({ items }) => void items.splice(3, 0, { ...items[0], id: 999 }), { which: first }),
    ],
    [
      'somebody changes a price between the list and the look',
      change(/^GET \/api\/products\/1$/, (it) => ({ ...it, priceCents: Number(it.priceCents) + 1 }), { which: first }),
    ],
    [
      'somebody changes a price between the list and the cart',
      change(
        fillCart,
        ({ items }) =>
          void items.map((it) => Object.assign(it, { priceCents: 999, lineTotalCents: 999 * Number(it.quantity) })),
        { which: first },
      ),
    ],
    [
      'somebody removes a product between the list and the look',
      broken({
        on: /^GET \/api\/products\/1$/,
        which: first,
        change: (answer) => Object.assign(answer, { status: 404, text: '{}' }),
      }),
    ],
    ['caches may keep products for a minute', faulty({ productsKept: 'public, max-age=60' })],
    [
      'products that API Gateway has kept, where it has its cache',
      (world) => {
        world.manifest.apiCache = true;
        world.shop.faults = { apiKeeps: true };
      },
    ],
  ]),
];
