import { randomUUID } from 'node:crypto';
import type { Door } from './door';
import { cart, order, type Product, page } from './shop-api';
import { ask, need, read, type Step, type Visit } from './step';

const QUANTITY = 2;
const LARGEST_PAGE = 100;
const PAGES_SEARCHED = 25;

/** Puts a marked test product into a cart, orders it, and orders it again with the same key: still one order. */
export function orderSteps(door: Door): Step[] {
  let chosen: Product | undefined;
  let cartId: string | undefined;
  let placed: { readonly id: string; readonly totalCents: number } | undefined;
  const idempotencyKey = randomUUID();
  const place = (visit: Visit, status: number) =>
    ask(
      door,
      {
        method: 'POST',
        path: '/api/orders',
        body: { cartId: need(cartId, 'the cart') },
        headers: { 'idempotency-key': idempotencyKey },
      },
      status,
      visit,
    );
  return [
    {
      name: `${door.name}: a cart is opened`,
      async run(visit) {
        const answer = await ask(door, { method: 'POST', path: '/api/carts', body: {} }, 201, visit);
        cartId = read(cart, answer, `The new cart through ${door.name}`).id;
        return answer.milliseconds;
      },
    },
    {
      name: `${door.name}: a test product is put into the cart`,
      async run(visit) {
        const id = need(cartId, 'the cart');
        chosen = await findTestProduct(door, visit);
        const path = `/api/carts/${id}/items/${chosen.id}`;
        const answer = await ask(door, { method: 'PUT', path, body: { quantity: QUANTITY } }, 200, visit);
        const { items } = read(cart, answer, `The cart through ${door.name}`);
        const [item] = items;
        if (items.length !== 1 || item?.productId !== chosen.id || item.quantity !== QUANTITY) {
          throw new Error(
            `The cart through ${door.name} holds ${JSON.stringify(items)}; ${QUANTITY} of product ${chosen.id} were put into it.`,
          );
        }
        return answer.milliseconds;
      },
    },
    {
      name: `${door.name}: the cart is ordered`,
      async run(visit) {
        const total = need(chosen, 'the product').priceCents * QUANTITY;
        const answer = await place(visit, 201);
        placed = read(order, answer, `The order through ${door.name}`);
        if (placed.totalCents !== total) {
          throw new Error(`The order through ${door.name} costs ${placed.totalCents} cents; its items cost ${total}.`);
        }
        return answer.milliseconds;
      },
    },
    {
      name: `${door.name}: the same order again is still one order`,
      async run(visit) {
        const { id } = need(placed, 'the order');
        const answer = await place(visit, 200);
        const again = read(order, answer, `The repeated order through ${door.name}`);
        if (again.id !== id) {
          throw new Error(
            `The order repeated with its key through ${door.name} became ${again.id}; it must stay ${id}.`,
          );
        }
        return answer.milliseconds;
      },
    },
    {
      name: `${door.name}: the order can be read`,
      async run(visit) {
        const { id, totalCents } = need(placed, 'the order');
        const answer = await ask(door, { path: `/api/orders/${id}` }, 200, visit);
        const shown = read(order, answer, `The order ${id} through ${door.name}`);
        if (shown.id !== id || shown.totalCents !== totalCents) {
          throw new Error(
            `The order ${id} through ${door.name} reads ${JSON.stringify(shown)}; it cost ${totalCents} cents.`,
          );
        }
        return answer.milliseconds;
      },
    },
  ];
}

/** Nothing but a marked product may be ordered by a machine, in any environment. */
async function findTestProduct(door: Door, visit: Visit): Promise<Product> {
  let cursor: string | null = null;
  for (let index = 0; index < PAGES_SEARCHED; index += 1) {
    const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await ask(door, { path: `/api/products?limit=${LARGEST_PAGE}${from}` }, 200, visit);
    const { items, nextCursor } = read(page, answer, `Page ${index + 1} of the product list through ${door.name}`);
    const found = items.find((item) => item.testProduct && item.stock >= QUANTITY);
    if (found) return found;
    cursor = nextCursor;
    if (cursor === null) break;
  }
  throw new Error(
    `The product list through ${door.name} marks no test product in stock, and nothing else may be ordered.`,
  );
}
