import { randomUUID } from 'node:crypto';
import type { Answer, Door, DoorRequest } from './door';
import { insistOnPrivate } from './private';
import { type Cart, cart, type Order, order, type Product, page } from './shop-api';
import { ask, need, read, type Step, stepAt, type Visit } from './step';
import { insistOnSum, type Wanted } from './sums';

/** Pieces of the test products, by turns: different ones, so that a mix-up shows. */
const quantities = [2, 3];
/** Pieces of the product that is only looked at in a cart. */
const ofTheOther = 3;
const largestPage = 100;
const pagesSearched = 25;

/** Carts that were ordered, by the door: what they refuse from then on is asked for once, after all rounds. */
export type OrderedCarts = Map<Door, OrderedCart>;

export interface OrderedCart {
  readonly id: string;
  /** One of its products. */
  readonly product: Product;
}

/**
 * Puts marked test products into a cart while somebody else fills another, looks at it through the other door, orders it, and
 * orders it again with the same key: still one order.
 *
 * @param other the door that leads to the same shop
 * @param ordered takes the cart in once it was ordered
 */
export function orderSteps(door: Door, other: Door, ordered: OrderedCarts): Step[] {
  const shopper = new OrderingShopper(door, other, ordered);
  const step = (what: string, run: Step['run']) => stepAt(door, what, run);
  return [
    step('a cart is opened', (visit) => shopper.openCart(visit)),
    step('test products are put into the cart', (visit) => shopper.fillCart(visit)),
    step(`the cart is the same through ${other.name}`, (visit) => shopper.readElsewhere(visit)),
    step("another shopper's cart stays apart", (visit) => shopper.keepApart(visit)),
    step('a product is taken out of a cart', (visit) => shopper.takeOut(visit)),
    step('the cart is ordered', (visit) => shopper.order(visit)),
    step('the same order again is still one order', (visit) => shopper.orderAgain(visit)),
    step('the order can be read', (visit) => shopper.readOrder(visit)),
    step('the cart says that it was ordered', (visit) => shopper.readOrderedCart(visit)),
  ];
}

/** A shopper who remembers what the steps before have left. Each step's result is how long its slowest answer took, in milliseconds. */
class OrderingShopper {
  private cartId: string | undefined;
  private wanted: readonly Wanted[] | undefined;
  private otherCartId: string | undefined;
  private otherProduct: Product | undefined;
  private placed: Order | undefined;
  private readonly idempotencyKey = randomUUID();

  constructor(
    private readonly door: Door,
    private readonly other: Door,
    private readonly ordered: OrderedCarts,
  ) {}

  async openCart(visit: Visit): Promise<number> {
    const { id, milliseconds } = await this.open('The new cart', visit);
    this.cartId = id;
    return milliseconds;
  }

  async fillCart(visit: Visit): Promise<number> {
    const id = need(this.cartId, 'the cart');
    const products = await findProducts(this.door, visit);
    const chosen = products.marked.map((product, index): Wanted => ({ product, quantity: quantities[index] ?? 1 }));
    let slowest = 0;
    for (const [index, { product, quantity }] of chosen.entries()) {
      const answer = await this.put(id, product, quantity, visit);
      this.readCart(answer, id, chosen.slice(0, index + 1), 'The cart');
      slowest = Math.max(slowest, answer.milliseconds);
    }
    this.wanted = chosen;
    this.otherProduct = products.other;
    return slowest;
  }

  /** Two shops may be alike in all that they list: only what was put into one of them tells them apart. */
  async readElsewhere(visit: Visit): Promise<number> {
    const id = need(this.cartId, 'the cart');
    const wanted = need(this.wanted, 'a filled cart');
    const because = `the cart was filled through ${this.door.name}, and both doors lead to one shop`;
    const answer = await ask(this.other, { path: `/api/carts/${id}`, because }, 200, visit);
    this.readCart(
      answer,
      id,
      wanted,
      `The cart that was filled through ${this.door.name}, asked for`,
      'open',
      this.other,
    );
    return answer.milliseconds;
  }

  async keepApart(visit: Visit): Promise<number> {
    const id = need(this.cartId, 'the cart');
    const wanted = need(this.wanted, 'a filled cart');
    const product = need(this.otherProduct, 'a product for another cart');
    const other = await this.open("Another shopper's cart", visit);
    if (other.id === id) throw new Error(`Two carts through ${this.door.name} are one: both have the id ${id}.`);
    const answers = [
      await this.put(other.id, product, ofTheOther, visit),
      await this.get(id, visit),
      await this.get(other.id, visit),
    ] as const;
    const others = [{ product, quantity: ofTheOther }];
    this.readCart(answers[0], other.id, others, "Another shopper's cart");
    this.readCart(answers[1], id, wanted, 'The cart, after another shopper filled theirs,');
    this.readCart(answers[2], other.id, others, "Another shopper's cart");
    this.otherCartId = other.id;
    return Math.max(other.milliseconds, ...answers.map(({ milliseconds }) => milliseconds));
  }

  async takeOut(visit: Visit): Promise<number> {
    const id = need(this.otherCartId, "another shopper's cart");
    const product = need(this.otherProduct, 'a product for another cart');
    const fewer = await this.put(id, product, 1, visit);
    this.readCart(fewer, id, [{ product, quantity: 1 }], 'The cart with a smaller quantity');
    const none = await this.put(id, product, 0, visit);
    this.readCart(none, id, [], 'The cart that was emptied');
    return Math.max(fewer.milliseconds, none.milliseconds);
  }

  async order(visit: Visit): Promise<number> {
    const answer = await this.place(visit, 201);
    this.placed = this.readPlaced(answer, 'The order');
    const [first] = need(this.wanted, 'a filled cart');
    if (first !== undefined) this.ordered.set(this.door, { id: this.placed.cartId, product: first.product });
    return answer.milliseconds;
  }

  async orderAgain(visit: Visit): Promise<number> {
    const { id } = need(this.placed, 'the order');
    const answer = await this.place(visit, 200);
    const again = this.readPlaced(answer, 'The repeated order');
    if (again.id !== id) {
      throw new Error(
        `The order repeated with its key through ${this.door.name} became ${again.id}; it must stay ${id}.`,
      );
    }
    return answer.milliseconds;
  }

  async readOrder(visit: Visit): Promise<number> {
    const { id } = need(this.placed, 'the order');
    const answer = await ask(this.door, { path: `/api/orders/${id}` }, 200, visit);
    const shown = this.readPlaced(answer, `The order ${id}`);
    if (shown.id !== id) throw new Error(`The order ${id} through ${this.door.name} reads as ${shown.id}.`);
    return answer.milliseconds;
  }

  async readOrderedCart(visit: Visit): Promise<number> {
    need(this.placed, 'the order');
    const id = need(this.cartId, 'the cart');
    const wanted = need(this.wanted, 'a filled cart');
    const answer = await this.get(id, visit);
    this.readCart(answer, id, wanted, 'The ordered cart', 'ordered');
    return answer.milliseconds;
  }

  private async open(what: string, visit: Visit): Promise<{ readonly id: string; readonly milliseconds: number }> {
    const answer = await ask(this.door, { method: 'POST', path: '/api/carts', body: {} }, 201, visit);
    const { id } = this.readCart(answer, undefined, [], what);
    return { id, milliseconds: answer.milliseconds };
  }

  private put(cartId: string, { id }: Product, quantity: number, visit: Visit): Promise<Answer> {
    return ask(this.door, { method: 'PUT', path: `/api/carts/${cartId}/items/${id}`, body: { quantity } }, 200, visit);
  }

  private get(cartId: string, visit: Visit): Promise<Answer> {
    return ask(this.door, { path: `/api/carts/${cartId}` }, 200, visit);
  }

  private place(visit: Visit, status: number): Promise<Answer> {
    need(this.wanted, 'a filled cart');
    const request: DoorRequest = {
      method: 'POST',
      path: '/api/orders',
      body: { cartId: need(this.cartId, 'the cart') },
      headers: { 'idempotency-key': this.idempotencyKey },
    };
    return ask(this.door, request, status, visit);
  }

  private readCart(
    answer: Answer,
    id: string | undefined,
    wanted: readonly Wanted[],
    what: string,
    status: Cart['status'] = 'open',
    door = this.door,
  ): Cart {
    const where = `${what} through ${door.name}`;
    insistOnPrivate(answer, where);
    const received = read(cart, answer, where);
    if (id !== undefined && received.id !== id) {
      throw new Error(`${where} has the id ${received.id}; ${id} was asked for.`);
    }
    if (received.status !== status) throw new Error(`${where} is "${received.status}"; "${status}" is right.`);
    insistOnSum(received, wanted, where);
    return received;
  }

  private readPlaced(answer: Answer, what: string): Order {
    const where = `${what} through ${this.door.name}`;
    insistOnPrivate(answer, where);
    const received = read(order, answer, where);
    insistOnSum(received, need(this.wanted, 'a filled cart'), where);
    if (received.cartId !== this.cartId) {
      throw new Error(`${where} is of cart ${received.cartId}; cart ${this.cartId} was ordered.`);
    }
    if (!received.testOrder) {
      throw new Error(
        `${where} holds marked test products alone and is no test order: somebody would pack it, and figures would count it.`,
      );
    }
    return received;
  }
}

interface FoundProducts {
  /** Marked ones in stock, as many as there are quantities: nothing else may be ordered by a machine, in any environment. */
  readonly marked: readonly Product[];
  /** Any product, for a cart that nobody orders. */
  readonly other: Product;
}

async function findProducts(door: Door, visit: Visit): Promise<FoundProducts> {
  const marked: Product[] = [];
  let other: Product | undefined;
  let cursor: string | null = null;
  for (let index = 0; index < pagesSearched && marked.length < quantities.length; index += 1) {
    const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await ask(door, { path: `/api/products?limit=${largestPage}${from}` }, 200, visit);
    const { items, nextCursor } = read(page, answer, `Page ${index + 1} of the product list through ${door.name}`);
    const inStock = items.filter(({ testProduct, stock }) => testProduct && stock >= Math.max(...quantities));
    marked.push(...inStock.slice(0, quantities.length - marked.length));
    other ??= items.find(({ testProduct }) => !testProduct) ?? items[0];
    cursor = nextCursor;
    if (cursor === null) break;
  }
  if (marked.length === 0 || other === undefined) {
    throw new Error(
      `The product list through ${door.name} marks no test product in stock, and nothing else may be ordered.`,
    );
  }
  return { marked, other };
}
