import { type Case, neighbours, sabotages } from '../case';
import { type DoorAnswer, json, type ShopData } from '../world/faulty-doors';
import type { World } from '../world/world';

const list = /^GET \/api\/products\?limit=20$/;
const aProduct = /^GET \/api\/products\/\d{1,5}$/;
const noProduct = /^GET \/api\/products\/999999999$/;
const search = /^GET \/api\/products\?.*search=/;
const openCart = /^POST \/api\/carts$/;
const fillCart = /^PUT \/api\/carts\/.*\/items\//;
const placeOrder = /^POST \/api\/orders$/;
const readOrder = /^GET \/api\/orders\//;
const first = (nth: number) => nth === 1;
const second = (nth: number) => nth === 2;
const oneInThree = (nth: number) => nth % 3 === 0;

const gone = (answer: DoorAnswer) => Object.assign(answer, { status: 503, text: '{"message":"gone"}' });
const forbidden = (answer: DoorAnswer) => Object.assign(answer, { status: 403, text: '{"message":"Forbidden"}' });

/** Answers what is asked with something else. */
const instead =
  (on: RegExp, status: number, text: string, type = 'application/json') =>
  (world: World) =>
    world.breakShop({
      on,
      change: (answer) => {
        Object.assign(answer, { status, text });
        answer.headers['content-type'] = type;
      },
    });

const change =
  (on: RegExp, edit: (data: ShopData) => unknown, more = {}) =>
  (world: World) =>
    world.breakShop({ on, change: json(edit), ...more });

/** An edit of each product of a list, or of each line of a cart. */
const eachItem =
  (edit: (item: ShopData['items'][number]) => unknown) =>
  ({ items }: ShopData): void => {
    for (const item of items) edit(item);
  };

/** A fault of the shop itself. */
const faulty = (faults: World['shop']['faults']) => (world: World) => {
  world.shop.faults = faults;
};

const typed = (on: RegExp, type: string) => (world: World) =>
  world.breakShop({
    on,
    change: ({ headers }) => {
      headers['content-type'] = type;
    },
  });

const cutOff = (world: World) =>
  world.breakShop({
    on: list,
    change: (answer) => {
      answer.text = answer.text.slice(0, 300);
    },
  });

export const smokeCases: readonly Case[] = [
  ...sabotages('smoke', [
    // The storefront.
    [
      'the storefront is gone',
      instead(/^GET \/$/, 404, 'not here', 'text/html'),
      /GET \/ through CloudFront answered with status 404/,
    ],
    [
      'the storefront arrives as plain text',
      typed(/^GET \/$/, 'text/plain'),
      /GET \/ through CloudFront is of type "text\/plain"/,
    ],
    [
      'the server of the shop shows its own welcome page',
      instead(/^GET \/$/, 200, '<!doctype html><h1>Welcome to nginx!</h1>', 'text/html'),
      /loads no script of the site/,
    ],
    [
      "the storefront's script is a page",
      typed(/^GET \/app\.js/, 'text/html'),
      /GET \/app\.js through CloudFront is of type "text\/html/,
    ],
    [
      "the storefront's script is empty",
      instead(/^GET \/app\.js/, 200, '\n', 'text/javascript'),
      /GET \/app\.js through CloudFront is empty/,
    ],
    [
      "CloudFront's own error page stands for a missing page",
      instead(/^GET \/there-is/, 404, '<h1>404 ERROR</h1>', 'text/html'),
      /no-such-page .* loads no file of the site/,
    ],
    [
      'a page that is not there is answered with another one',
      instead(/^GET \/there-is/, 200, 'here', 'text/html'),
      /no-such-page .* answered with status 200; 404 is right/,
    ],
    [
      "the storefront's script is that of yesterday",
      faulty({ oldScript: true }),
      /GET \/app\.js through CloudFront is not this commit's file/,
    ],
    // Looking around.
    [
      'the product list is empty',
      change(list, (it) => ({ ...it, items: [] })),
      /product list through .* promises, at items/,
    ],
    ['the product list is cut off', cutOff, /product list through .* is not JSON/],
    [
      'the list has more products than asked for',
      change(list, ({ items }) => ({ items: [...items, ...items], nextCursor: null })),
      /has 40 products; 20 were asked for/,
    ],
    [
      'prices are texts',
      change(
        list,
        eachItem((it) => Object.assign(it, { priceCents: String(it.priceCents) })),
      ),
      /at items\.0\.priceCents/,
    ],
    [
      'a product is free of charge',
      change(aProduct, (it) => ({ ...it, priceCents: 0 })),
      /product 1 through .* promises, at priceCents/,
    ],
    [
      'products have lost their stock',
      change(
        list,
        eachItem((it) => Object.assign(it, { stock: undefined })),
      ),
      /at items\.0\.stock/,
    ],
    [
      'products have no name',
      change(
        list,
        eachItem((it) => Object.assign(it, { name: '' })),
      ),
      /at items\.0\.name/,
    ],
    [
      'products cost nothing known',
      change(
        list,
        eachItem((it) => Object.assign(it, { currency: '' })),
      ),
      /at items\.0\.currency/,
    ],
    [
      'nothing marks test products',
      change(
        list,
        eachItem((it) => Object.assign(it, { testProduct: undefined })),
      ),
      /at items\.0\.testProduct/,
    ],
    [
      'a product has another price than in the list',
      change(aProduct, (it) => ({ ...it, priceCents: Number(it.priceCents) + 1 }), { door: 'api' }),
      /has priceCents \d+; the list says/,
    ],
    [
      'a product has another name than in the list',
      change(aProduct, (it) => ({ ...it, name: 'Old name' })),
      /has name "Old name"; the list says/,
    ],
    [
      'a product is another one',
      change(aProduct, (it) => ({ ...it, id: Number(it.id) + 1 })),
      /has id 2; the list says 1/,
    ],
    [
      'a search finds what does not mention the word',
      change(search, ({ items }) => void items.push({ ...items[0], name: 'Other', description: '', sku: 'X' })),
      /found "Other", which doesn't mention it/,
    ],
    [
      'a search finds nothing',
      change(search, () => ({ items: [], nextCursor: null }), { door: 'api' }),
      /The search for "Copper" through API Gateway is not what/,
    ],
    [
      'the second page is the first again',
      faulty({ pageNotTurned: true }),
      /The second page through .* shows product \d+ once more/,
    ],
    ['the second page leaves out a product', faulty({ pageSkips: true }), /doesn't go on where the first ended/],
    [
      'the second page is empty',
      change(/^GET \/api\/products\?limit=20&cursor/, () => ({ items: [], nextCursor: null })),
      /The second page through .* promises, at items/,
    ],
    [
      'a search does not find what mentions the word',
      change(search, ({ items }) => void items.shift()),
      /didn't find "Copper thing 1", which mentions it/,
    ],
    ['a search in vain finds everything', faulty({ emptySearchFindsAll: true }), /found products; none mentions it/],
    [
      'the list comes as text',
      typed(list, 'text/plain'),
      /The product list through .* is JSON of type "text\/plain"; application\/json is right/,
    ],
    // Errors.
    [
      "an error has another form than the API's",
      instead(noProduct, 404, '{"message":"Missing Authentication Token"}'),
      /999999999 through .* promises, at error/,
    ],
    // Keys.
    [
      'API Gateway lets everybody in',
      faulty({ keyNotAsked: /^GET \/api\/products$/ }),
      /GET \/api\/products through API Gateway answered with status 200; 403 is right/,
    ],
    // Orders.
    [
      'no cart can be opened',
      instead(openCart, 500, '{}'),
      /POST \/api\/carts .* answered with status 500; 201 is right/,
    ],
    [
      'a new cart has no id',
      change(openCart, ({ id: _, ...others }) => others),
      /The new cart through .* promises, at id/,
    ],
    [
      'a cart forgets what is put into it',
      change(fillCart, (it) => ({ ...it, items: [] })),
      /holds nothing; 2 of product/,
    ],
    [
      'no test product is in stock',
      change(
        /^GET \/api\/products\?limit=100/,
        eachItem((it) => Object.assign(it, { stock: 0 })),
      ),
      /marks no test product in stock/,
    ],
    [
      "an order's total is off by a cent",
      change(placeOrder, (it) => ({ ...it, totalCents: Number(it.totalCents) + 1 })),
      /The order through .* costs \d+ cents; its items cost/,
    ],
    [
      'an order has no total',
      change(placeOrder, ({ totalCents: _, ...others }) => others),
      /The order through .* promises, at totalCents/,
    ],
    [
      'an order that is sent again becomes a second order',
      change(placeOrder, (it) => ({ ...it, id: 'another' }), { which: second }),
      /became another; it must stay/,
    ],
    [
      'an order reads another total',
      change(readOrder, (it) => ({ ...it, totalCents: 1 }), { door: 'api' }),
      /The order [0-9a-f-]+ through API Gateway costs 1 cents; its items cost/,
    ],
    [
      'an order of test products would be packed',
      change(placeOrder, (it) => ({ ...it, testOrder: false })),
      /is no test order: somebody would pack it/,
    ],
    [
      'an order is of another cart',
      change(placeOrder, (it) => ({ ...it, cartId: 'another' })),
      /The order through .* is of cart another; cart/,
    ],
    [
      "a cart's total is off by a cent",
      change(fillCart, (it) => ({ ...it, totalCents: Number(it.totalCents) + 1 })),
      /The cart through .* costs \d+ cents; its items cost/,
    ],
    [
      'a cart has another price than the list',
      change(
        fillCart,
        eachItem((it) => Object.assign(it, { priceCents: 1 })),
      ),
      /at 1 cents; the list says/,
    ],
    [
      "a cart's lines are added up wrongly",
      change(
        fillCart,
        eachItem((it) => Object.assign(it, { lineTotalCents: 1 })),
      ),
      /at 1 cents; they cost/,
    ],
    [
      'a cart is in another currency than the list',
      change(fillCart, (it) => ({ ...it, currency: 'XTS' })),
      /is in XTS; the list is in/,
    ],
    [
      'a cart takes another quantity than was put into it',
      change(
        fillCart,
        eachItem((it) => Object.assign(it, { quantity: 1 })),
      ),
      /The cart through .* holds 1 of product \d+; 2 were put into it/,
    ],
    [
      "another shopper's cart is shown",
      faulty({ otherCartShown: true }),
      /after another shopper filled theirs, through .* has the id/,
    ],
    ['all shoppers have one cart', faulty({ cartsMixed: true }), /Another shopper's cart through .* holds/],
    [
      'what is taken out of a cart stays in it',
      faulty({ cartKeeps: true }),
      /The cart that was emptied through .* holds/,
    ],
    [
      'a cart that was ordered stays open',
      faulty({ cartStaysOpen: true }),
      /The ordered cart through .* is "open"; "ordered" is right/,
    ],
    ['caches may keep carts', faulty({ cartsPublic: true }), /its cache-control is .*; no-store or private is right/],
    [
      'a quantity below zero is taken',
      faulty({ anyQuantity: true }),
      /PUT \/api\/carts\/\S+ through .* answered with status 200; 400 is right/,
    ],
    [
      'an empty cart is ordered',
      faulty({ emptyOrder: true }),
      /POST \/api\/orders through .* answered with status 201; 422 is right/,
    ],
    // This commit.
    ['tasks of another commit answer', faulty({ revision: 'ba9876543210' }), /answered with x-revision "ba9876543210"/],
    ['tasks do not say which image they are', faulty({ revision: null }), /answered with no x-revision/],
    ['a cache answers for the shop', faulty({ keptAnswers: true }), /answered by a cache \(age: 86400 s\)/],
    // Slow and away.
    [
      'every search takes three seconds',
      (world) => world.breakShop({ on: search, delayMs: 3000, door: 'cloudfront' }),
      /took 3\d{3} ms; 2400 ms are allowed for one answer/,
    ],
    [
      'one answer in three is that no task is there',
      (world) => world.breakShop({ on: /\/api\//, which: oneInThree, change: gone }),
      /had passing failures in 3 rounds; 2 are repeated/,
    ],
    // Ways of not answering.
    [
      'the shop hangs up',
      (world) => world.breakShop({ on: aProduct, hangUp: 'before the answer' }),
      /GET \/api\/products\/1 through CloudFront was not answered/,
    ],
    [
      'nobody listens at the site',
      (world) => {
        world.variables.SITE_URL = 'http://127.0.0.1:2';
      },
      /GET \/ through CloudFront was not answered.*ECONNREFUSED/s,
    ],
  ]),
  ...neighbours('smoke', [
    ['all is well', () => undefined],
    [
      'answers have fields that nobody knows',
      change(/^(GET|POST|PUT) \/api\/(products\/\d{1,5}|carts|orders)/, (it) => ({ ...it, new: true })),
    ],
    ['the script has the older name of its type', typed(/^GET \/app\.js/, 'application/javascript')],
    ['the shop needs a moment to become ready', faulty({ notReadyFor: 3 })],
    [
      'ids are texts',
      change(/^(GET|PUT|POST) \/api\/(?!.*999999999)/, (it) => {
        for (const one of it.items ?? [it]) {
          for (const id of ['id', 'productId']) if (one[id] !== undefined) one[id] = String(one[id]);
        }
      }),
    ],
    ['the shop takes a tenth of a second for each answer', (world) => world.breakShop({ delayMs: 100 })],
    [
      'one answer is that no task is there',
      (world) => world.breakShop({ on: aProduct, door: 'api', which: second, change: gone }),
    ],
    [
      'API Gateway has not heard of its new key everywhere yet',
      (world) => world.breakShop({ on: search, door: 'api', which: first, change: forbidden }),
    ],
  ]),
];
