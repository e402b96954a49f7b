import { type Case, gaps, neighbours, sabotages } from '../case';
import { json, type ShopFault } from '../world/faulty-doors';
import type { World } from '../world/world';

/** Each step's content, each way of not answering, each way in which a generator is no witness. */

const broken =
  (...faults: readonly ShopFault[]) =>
  (world: World) =>
    world.breakShop(...faults);
const content = (on: RegExp, edit: Parameters<typeof json>[0]): ShopFault => ({ on, change: json(edit) });
const ordering =
  (...faults: readonly ShopFault[]) =>
  (world: World) => {
    world.take('checkout');
    world.breakShop(...faults);
  };
const unmet = (step: string, expectation: string) => new RegExp(`not met: "${step}: ${expectation}`);
const edited = (file: string, from: string, to: string) => (world: World) =>
  world.edit(file, (text) => text.replace(from, to));
const every = (count: number) => (nth: number) => nth % count === 0;

const list = /^GET \/api\/products\?limit=\d+$/;
const nextPage = /^GET \/api\/products\?.*cursor=/;
const search = /^GET \/api\/products\?.*search=/;
const aProduct = /^GET \/api\/products\/\d+$/;
const aCart = /^GET \/api\/carts\//;

export const furtherLoadCases: readonly Case[] = [
  ...sabotages('load', [
    // What each step expects of the content.
    [
      'under load the list has no prices',
      broken(content(list, ({ items }) => void items.map((it) => Object.assign(it, { priceCents: undefined })))),
      unmet('list products', 'a page of complete products'),
    ],
    [
      'under load the second page is the first',
      broken({
        on: nextPage,
        change: (answer, { line }) => {
          answer.text = firstPage(answer.text, line);
        },
      }),
      unmet('turn the page', 'other products than before'),
    ],
    [
      'under load a search finds what does not mention the word',
      broken(
        content(
          search,
          ({ items }) => void items.map((it) => Object.assign(it, { name: 'Other', description: '', sku: 'X' })),
        ),
      ),
      unmet('search', 'only products that mention the words'),
    ],
    [
      'under load a search finds other products that mention the words',
      broken(content(search, ({ items }) => void items.map((it) => Object.assign(it, { id: 999_999 })))),
      unmet('search', 'the product whose name it is'),
    ],
    [
      'under load the list ends after its first page',
      broken({ ...content(list, (it) => ({ ...it, nextCursor: null })), which: every(3) }),
      unmet('list products', 'goes on as before the load'),
    ],
    [
      'under load a product has another price',
      broken(content(aProduct, (it) => ({ ...it, priceCents: Number(it.priceCents) + 1 }))),
      unmet('view a product', 'the one that the list showed'),
    ],
    [
      "under load somebody else's cart is shown",
      broken(content(aCart, (it) => ({ ...it, id: 'of somebody else' }))),
      unmet('look into the cart', 'the empty cart'),
    ],
    [
      'under load the product is no test product',
      ordering(content(aProduct, (it) => ({ ...it, testProduct: false }))),
      unmet('view the product', 'the marked test product'),
    ],
    [
      'under load a new cart is not empty',
      ordering(
        content(/^POST \/api\/carts$/, (it) => ({
          ...it,
          items: [{ productId: 1, quantity: 1, priceCents: 1, lineTotalCents: 1 }],
        })),
      ),
      unmet('open a cart', 'an empty cart'),
    ],
    [
      'under load a cart forgets',
      ordering(content(/^PUT /, (it) => ({ ...it, items: [] }))),
      unmet('fill the cart', 'the product, as often'),
    ],
    [
      'under load an order costs a cent more',
      ordering(content(/^POST \/api\/orders/, (it) => ({ ...it, totalCents: Number(it.totalCents) + 1 }))),
      unmet('order', 'the price of what was in'),
    ],
    [
      'under load a product is in another currency than in the list',
      broken(content(aProduct, (it) => ({ ...it, currency: 'XTS' }))),
      unmet('view a product', 'in the currency of the list'),
    ],
    [
      'under load the empty cart costs something',
      broken(content(aCart, (it) => ({ ...it, totalCents: 99 }))),
      unmet('look into the cart', 'open, and costs nothing'),
    ],
    [
      'under load there is less than nothing of a product',
      broken(content(list, ({ items }) => void items.map((it) => Object.assign(it, { stock: -5 })))),
      unmet('list products', 'no less than nothing in stock'),
    ],
    // Ways of not answering.
    [
      'the shop hangs up on every second cart that is filled',
      ordering({ on: /^PUT /, which: every(2), hangUp: 'before the answer' }),
      /Most often \(\d+\): no answer: EOF/,
    ],
    [
      'the shop hangs up within every fourth answer',
      broken({ on: aCart, which: every(4), hangUp: 'within the answer' }),
      /Most often \(\d+\): no answer: unexpected EOF/,
    ],
    [
      'products have moved elsewhere',
      broken({
        on: aProduct,
        change: (answer) => {
          answer.status = 302;
          answer.headers.location = 'http://127.0.0.1:2/';
        },
      }),
      /status 302, redirected to http:\/\/127\.0\.0\.1:2\//,
    ],
    [
      'one step is slow, and the other four are fast',
      broken({ on: search, delayMs: 1_000 }),
      /search through cloudfront: .* took too long \(over 800 ms/,
    ],
    // Generators that are no witness.
    [
      'nobody looks how late the generator is',
      edited('loadtests/lib/journey.ts', '  generatorLag.add(', '  void ('),
      /how late its own timers were was not seen/,
    ],
    [
      'nobody measures how long shoppers wait',
      edited('loadtests/lib/shop.ts', '  shopperWait.add(waitMs, seen);', '  void waitMs; void shopperWait;'),
      /0 answers were looked at|shopper_wait/,
    ],
    [
      'a step is asked for under another name',
      edited('loadtests/journeys/browse.ts', "        name: 'search',", "        name: 'searched',"),
      /were named searched; the journey's steps are/,
    ],
    [
      'journeys are counted as completed that were not',
      edited('loadtests/lib/journey.ts', '    if (ended) completed.add(1);', '    if (ended) completed.add(2);'),
      /journeys through cloudfront were started and \d+ completed/,
    ],
  ]),
  ...neighbours('load', [
    [
      'variables of the job that would have k6 do less',
      (world) => {
        Object.assign(world.variables, {
          K6_NO_THRESHOLDS: 'true',
          K6_ITERATIONS: '1',
          K6_DURATION: '1s',
          K6_VUS: '1',
        });
      },
    ],
    [
      'one answer in a hundred is an error',
      broken({
        on: /^GET \/api/,
        which: every(100),
        change: (answer) => Object.assign(answer, { status: 500, text: '{}' }),
      }),
    ],
    ['the shop stands still for half a second now and then', broken({ which: every(40), delayMs: 500 })],
    [
      'the shop closes every connection',
      broken({
        change: (answer) => {
          answer.headers.connection = 'close';
        },
      }),
    ],
    ['answers have fields that nobody knows under load', broken(content(aProduct, (it) => ({ ...it, new: true })))],
  ]),
  ...gaps('load', [
    [
      'the shop hangs up before every fourth answer to a look at a product',
      broken({ on: aProduct, which: every(4), hangUp: 'before the answer' }),
      'A client asks once more where a kept connection ends before an answer to what only reads; k6 does as browsers do.',
    ],
  ]),
];

/** The answer to a second page with the ids of the first. */
function firstPage(text: string, line: string): string {
  const cursor = Number(/cursor=(\d+)/.exec(line)?.[1] ?? 0);
  const page = JSON.parse(text) as { items: { id: number }[] };
  return JSON.stringify({ ...page, items: page.items.map((item) => ({ ...item, id: item.id - cursor })) });
}
