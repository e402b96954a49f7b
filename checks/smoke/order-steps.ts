import { randomUUID } from 'node:crypto';
import type { Answer, Door, DoorRequest } from './door';
import { cart, order, type Product, page } from './shop-api';
import { ask, need, read, type Step, type Visit } from './step';

const quantity = 2;
const largestPage = 100;
const pagesSearched = 25;

/** Puts a marked test product into a cart, orders it, and orders it again with the same key: still one order. */
export function orderSteps(door: Door): Step[] {
  const shopper = new OrderingShopper(door);
  const step = (what: string, run: Step['run']): Step => ({ name: `${door.name}: ${what}`, run });
  return [
    step('a cart is opened', (visit) => shopper.openCart(visit)),
    step('a test product is put into the cart', (visit) => shopper.fillCart(visit)),
    step('the cart is ordered', (visit) => shopper.order(visit)),
    step('the same order again is still one order', (visit) => shopper.orderAgain(visit)),
    step('the order can be read', (visit) => shopper.readOrder(visit)),
  ];
}

/** A shopper who remembers what the steps before have left. Each step's result is how long its last answer took, in milliseconds. */
class OrderingShopper {
  private chosen: Product | undefined;
  private cartId: string | undefined;
  private placed: { readonly id: string; readonly totalCents: number } | undefined;
  private readonly idempotencyKey = randomUUID();

  constructor(private readonly door: Door) {}

  async openCart(visit: Visit): Promise<number> {
    const { door } = this;
    const answer = await ask(door, { method: 'POST', path: '/api/carts', body: {} }, 201, visit);
    this.cartId = read(cart, answer, `The new cart through ${door.name}`).id;
    return answer.milliseconds;
  }

  async fillCart(visit: Visit): Promise<number> {
    const { door } = this;
    const id = need(this.cartId, 'the cart');
    const chosen = await findTestProduct(door, visit);
    this.chosen = chosen;
    const path = `/api/carts/${id}/items/${chosen.id}`;
    const answer = await ask(door, { method: 'PUT', path, body: { quantity: quantity } }, 200, visit);
    const { items } = read(cart, answer, `The cart through ${door.name}`);
    const [item] = items;
    if (items.length !== 1 || item?.productId !== chosen.id || item.quantity !== quantity) {
      throw new Error(
        `The cart through ${door.name} holds ${JSON.stringify(items)}; ${quantity} of product ${chosen.id} were put into it.`,
      );
    }
    return answer.milliseconds;
  }

  async order(visit: Visit): Promise<number> {
    const { name } = this.door;
    const total = need(this.chosen, 'the product').priceCents * quantity;
    const answer = await this.place(visit, 201);
    const placed = read(order, answer, `The order through ${name}`);
    this.placed = placed;
    if (placed.totalCents !== total) {
      throw new Error(`The order through ${name} costs ${placed.totalCents} cents; its items cost ${total}.`);
    }
    return answer.milliseconds;
  }

  async orderAgain(visit: Visit): Promise<number> {
    const { name } = this.door;
    const { id } = need(this.placed, 'the order');
    const answer = await this.place(visit, 200);
    const again = read(order, answer, `The repeated order through ${name}`);
    if (again.id !== id) {
      throw new Error(`The order repeated with its key through ${name} became ${again.id}; it must stay ${id}.`);
    }
    return answer.milliseconds;
  }

  async readOrder(visit: Visit): Promise<number> {
    const { door } = this;
    const { id, totalCents } = need(this.placed, 'the order');
    const answer = await ask(door, { path: `/api/orders/${id}` }, 200, visit);
    const shown = read(order, answer, `The order ${id} through ${door.name}`);
    if (shown.id !== id || shown.totalCents !== totalCents) {
      throw new Error(
        `The order ${id} through ${door.name} reads ${JSON.stringify(shown)}; it cost ${totalCents} cents.`,
      );
    }
    return answer.milliseconds;
  }

  private place(visit: Visit, status: number): Promise<Answer> {
    const request: DoorRequest = {
      method: 'POST',
      path: '/api/orders',
      body: { cartId: need(this.cartId, 'the cart') },
      headers: { 'idempotency-key': this.idempotencyKey },
    };
    return ask(this.door, request, status, visit);
  }
}

/** Nothing but a marked product may be ordered by a machine, in any environment. */
async function findTestProduct(door: Door, visit: Visit): Promise<Product> {
  let cursor: string | null = null;
  for (let index = 0; index < pagesSearched; index += 1) {
    const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await ask(door, { path: `/api/products?limit=${largestPage}${from}` }, 200, visit);
    const { items, nextCursor } = read(page, answer, `Page ${index + 1} of the product list through ${door.name}`);
    const found = items.find((item) => item.testProduct && item.stock >= quantity);
    if (found) return found;
    cursor = nextCursor;
    if (cursor === null) break;
  }
  throw new Error(
    `The product list through ${door.name} marks no test product in stock, and nothing else may be ordered.`,
  );
}
