import { randomUUID } from 'node:crypto';
import { type Answer, errorCode } from '../helpers/client';
import type { DatabaseServer } from '../helpers/database-server';
import { useService } from '../helpers/running-service';

export function placeOrderSuite(server: () => DatabaseServer): void {
  describe('placing an order', () => {
    const shop = useService('checkout', server);

    const setStock = (id: number, stock: number) =>
      shop.schema.query('UPDATE products SET stock = ? WHERE id = ?', [stock, id]);
    const stockOf = async (id: number) => {
      const [row] = await shop.schema.query('SELECT stock FROM products WHERE id = ?', [id]);
      return row?.stock;
    };
    const count = async (sql: string, values: unknown[] = []) => {
      const [row] = await shop.schema.query(sql, values);
      return Number(row?.count);
    };
    const times = <T>(number: number, make: (index: number) => Promise<T>) =>
      Promise.all(Array.from({ length: number }, (_, index) => make(index)));
    const statuses = (answers: Answer[]) => answers.map(({ status }) => status).sort();

    test('an order takes its pieces from the stock, copies its lines, and is found under its location', async () => {
      await setStock(5, 10);
      const cart = await shop.client.cart({ 5: 3, 20: 1 });
      const placed = await shop.client.order(cart.id);
      expect(placed.status).toBe(201);
      expect(placed.body).toMatchObject({
        cartId: cart.id,
        status: 'placed',
        items: cart.items,
        totalCents: cart.totalCents,
      });
      expect(await stockOf(5)).toBe(7);
      await shop.schema.query("UPDATE products SET name = 'renamed', price_cents = 1 WHERE id = 5");
      expect((await shop.client.get(placed.headers.get('location') ?? '')).body).toEqual(placed.body);
    });

    test('of many orders at once for the last pieces exactly as many succeed as there are pieces', async () => {
      const [pieces, buyers] = [5, 30];
      await setStock(6, pieces);
      const carts = await times(buyers, () => shop.client.cart({ 6: 1 }));
      const answers = await times(buyers, (index) => shop.client.order(carts[index]?.id ?? ''));
      expect(answers).toHaveLength(buyers);
      const refused = answers.filter(({ status }) => status !== 201);
      expect(refused).toHaveLength(buyers - pieces);
      for (const answer of refused) {
        expect([answer.status, errorCode(answer)]).toEqual([409, 'TAP5133']);
      }
      expect(await stockOf(6)).toBe(0);
      expect(await count('SELECT COUNT(*) AS count FROM order_items WHERE product_id = 6')).toBe(pieces);
    });

    test('orders of the same products in different order all succeed, and none is lost', async () => {
      const products = [7, 8, 9];
      for (const id of products) {
        await setStock(id, 100);
      }
      const carts = await times(24, async (index) => {
        const { id } = await shop.client.cart();
        for (const product of index % 2 === 0 ? products : [...products].reverse()) {
          await shop.client.request('PUT', `/api/carts/${id}/items/${product}`, { body: { quantity: 2 } });
        }
        return id;
      });
      const answers = await times(24, (index) => shop.client.order(carts[index] ?? ''));
      expect(statuses(answers)).toEqual(Array(24).fill(201));
      for (const id of products) {
        expect(await stockOf(id)).toBe(100 - 24 * 2);
      }
    });

    test('an order that one of its products is missing for takes nothing of the others and may be tried again', async () => {
      await setStock(10, 50);
      await setStock(11, 1);
      const { id } = await shop.client.cart({ 10: 5, 11: 2 });
      const key = randomUUID();
      const refused = await shop.client.order(id, key);
      expect([refused.status, errorCode(refused)]).toEqual([409, 'TAP5133']);
      expect(await stockOf(10)).toBe(50);
      expect(await count('SELECT COUNT(*) AS count FROM orders WHERE cart_id = ?', [id])).toBe(0);
      await setStock(11, 2);
      expect((await shop.client.order(id, key)).status).toBe(201);
      expect(await stockOf(10)).toBe(45);
    });

    test('the same key gives the same order, also to many requests at once', async () => {
      await setStock(12, 50);
      const { id } = await shop.client.cart({ 12: 2 });
      const key = randomUUID();
      const answers = await times(12, () => shop.client.order(id, key));
      expect(statuses(answers)).toEqual([...Array(11).fill(200), 201]);
      expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
      expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(11);
      expect(await stockOf(12)).toBe(48);
      expect(await count('SELECT COUNT(*) AS count FROM orders WHERE idempotency_key = ?', [key])).toBe(1);
    });

    test('a key that was used for another cart is refused, also when both come at once', async () => {
      await setStock(13, 50);
      const key = randomUUID();
      const carts = await times(6, () => shop.client.cart({ 13: 1 }));
      const answers = await times(6, (index) => shop.client.order(carts[index]?.id ?? '', key));
      expect(statuses(answers)).toEqual([201, ...Array(5).fill(422)]);
      const refused = answers.filter(({ status }) => status === 422);
      expect(refused.map(errorCode)).toEqual(Array(5).fill('TAP5132'));
      expect(await stockOf(13)).toBe(49);
    });

    test('a cart is ordered once, under whatever keys', async () => {
      await setStock(14, 50);
      const { id } = await shop.client.cart({ 14: 1 });
      const answers = await times(6, () => shop.client.order(id));
      expect(statuses(answers)).toEqual([201, ...Array(5).fill(409)]);
      expect(answers.filter(({ status }) => status === 409).map(errorCode)).toEqual(Array(5).fill('TAP5121'));
      expect(await stockOf(14)).toBe(49);
    });

    test('the database itself refuses a stock below zero', async () => {
      await expect(setStock(15, -1)).rejects.toMatchObject({ code: 'ER_WARN_DATA_OUT_OF_RANGE' });
    });

    test('an order of marked products alone is a test order, which the customers’ orders leave out', async () => {
      const [marked] = await shop.schema.query('SELECT id FROM products WHERE test_product = 1 LIMIT 1');
      const [other] = await shop.schema.query('SELECT id FROM products WHERE test_product = 0 AND stock > 10 LIMIT 1');
      const placed = async (items: Record<number, number>) =>
        (await shop.client.order((await shop.client.cart(items)).id)).body as { id: string; testOrder: boolean };
      const test = await placed({ [Number(marked?.id)]: 1 });
      const mixed = await placed({ [Number(marked?.id)]: 1, [Number(other?.id)]: 1 });
      const customers = await placed({ [Number(other?.id)]: 1 });
      expect([test, mixed, customers].map(({ testOrder }) => testOrder)).toEqual([true, false, false]);
      const read = (await shop.client.get(`/api/orders/${test.id}`)).body;
      expect(read).toEqual(test);
      const seen = await shop.schema.query('SELECT id FROM customer_orders WHERE id IN (?)', [
        [test, mixed, customers].map(({ id }) => id),
      ]);
      expect(seen.map(({ id }) => id).sort()).toEqual([mixed.id, customers.id].sort());
    });

    test('an empty cart, a missing one and an order that is not there have their codes', async () => {
      const { id } = await shop.client.cart();
      const answers = [
        await shop.client.order(id),
        await shop.client.order(randomUUID()),
        await shop.client.get(`/api/orders/${randomUUID()}`),
        await shop.client.order('1'),
      ];
      expect(answers.map((answer) => [answer.status, errorCode(answer)])).toEqual([
        [422, 'TAP5123'],
        [404, 'TAP5120'],
        [404, 'TAP5130'],
        [400, 'TAP5100'],
      ]);
    });

    test.each([[undefined], ['short'], ['with space'], ['x'.repeat(129)]])(
      'the Idempotency-Key %j is refused',
      async (key) => {
        const { id } = await shop.client.cart({ 20: 1 });
        const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
        const answer = await shop.client.request('POST', '/api/orders', { body: { cartId: id }, headers });
        expect([answer.status, errorCode(answer)]).toEqual([400, 'TAP5131']);
      },
    );
  });
}
