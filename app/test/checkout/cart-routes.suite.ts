import { randomUUID } from 'node:crypto';
import { mostCartItems, mostPieces } from '../../src/checkout/checkout-schemas';
import { bodyLimitBytes } from '../../src/http/server';
import { errorCode } from '../helpers/client';
import type { DatabaseServer } from '../helpers/database-server';
import { useService } from '../helpers/running-service';

export function cartRoutesSuite(server: () => DatabaseServer): void {
  describe('the cart routes', () => {
    const shop = useService('checkout', server);

    test('a new cart is empty, open, and found under its location', async () => {
      const made = await shop.client.request('POST', '/api/carts');
      expect(made.status).toBe(201);
      expect(made.body).toMatchObject({ status: 'open', items: [], totalCents: 0 });
      const found = await shop.client.get(made.headers.get('location') ?? '');
      expect(found.body).toEqual(made.body);
    });

    test('an empty body that is declared as JSON makes a cart too', async () => {
      const headers = { 'content-type': 'application/json' };
      expect((await shop.client.request('POST', '/api/carts', { headers })).status).toBe(201);
      expect((await shop.client.request('POST', '/api/carts', { body: {} })).status).toBe(201);
    });

    test('quantities are set, not added, priced by their products, and taken out with 0', async () => {
      const prices = new Map(
        (await shop.schema.query('SELECT id, price_cents FROM products')).map((p) => [p.id, Number(p.price_cents)]),
      );
      const { id } = await shop.client.cart({ 5: 1, 3: 2 });
      const set = (product: number, quantity: number) =>
        shop.client.request('PUT', `/api/carts/${id}/items/${product}`, { body: { quantity } });
      await set(5, 4);
      const cart = await set(5, 4);
      const lines = [3, 5].map((productId) => {
        const quantity = productId === 3 ? 2 : 4;
        const priceCents = prices.get(productId) ?? 0;
        return { productId, quantity, priceCents, lineTotalCents: priceCents * quantity };
      });
      expect(cart.body).toMatchObject({
        items: lines,
        totalCents: lines.reduce((sum, { lineTotalCents }) => sum + lineTotalCents, 0),
      });
      expect((await set(3, 0)).body.items).toHaveLength(1);
      expect((await set(3, 0)).status).toBe(200);
    });

    test(`a cart holds ${mostCartItems} different products and refuses one more`, async () => {
      const products = Array.from({ length: mostCartItems }, (_, index) => [index + 1, 1]);
      const { id, items } = await shop.client.cart(Object.fromEntries(products));
      expect(items).toHaveLength(mostCartItems);
      const more = await shop.client.request('PUT', `/api/carts/${id}/items/${mostCartItems + 1}`, {
        body: { quantity: 1 },
      });
      expect([more.status, errorCode(more)]).toEqual([422, 'TAP5122']);
      expect((await shop.client.get(`/api/carts/${id}`)).body.items).toHaveLength(mostCartItems);
    });

    test('a cart that was ordered does not change any more', async () => {
      const { id } = await shop.client.cart({ 20: 1 });
      expect((await shop.client.order(id)).status).toBe(201);
      const changed = await shop.client.request('PUT', `/api/carts/${id}/items/20`, { body: { quantity: 2 } });
      expect([changed.status, errorCode(changed)]).toEqual([409, 'TAP5121']);
      expect((await shop.client.get(`/api/carts/${id}`)).body.status).toBe('ordered');
    });

    test.each<[string, unknown, number, string]>([
      ['20', { quantity: -1 }, 400, 'TAP5100'],
      ['20', { quantity: mostPieces + 1 }, 400, 'TAP5100'],
      ['20', { quantity: 1.5 }, 400, 'TAP5100'],
      ['20', { quantity: '1' }, 400, 'TAP5100'],
      ['20', { quantity: null }, 400, 'TAP5100'],
      ['20', { quantity: true }, 400, 'TAP5100'],
      ['20', {}, 400, 'TAP5100'],
      ['20', [], 400, 'TAP5100'],
      ['20', { quantity: 1, price: 1 }, 400, 'TAP5100'],
      ['20', '{"quantity": 1', 400, 'TAP5101'],
      ['20', '{"quantity": 1, "__proto__": {}}', 400, 'TAP5101'],
      ['999999', { quantity: 1 }, 404, 'TAP5110'],
      ['0', { quantity: 1 }, 400, 'TAP5100'],
    ])('setting product %s with body %j is answered with %i and %s', async (product, body, status, code) => {
      const { id } = await shop.client.cart();
      const answer = await shop.client.request('PUT', `/api/carts/${id}/items/${product}`, { body });
      expect([answer.status, errorCode(answer)]).toEqual([status, code]);
      expect((await shop.client.get(`/api/carts/${id}`)).body.items).toEqual([]);
    });

    test('a body beyond the limit is refused', async () => {
      const { id } = await shop.client.cart();
      const body = `{"quantity": 1${' '.repeat(bodyLimitBytes)}}`;
      const answer = await shop.client.request('PUT', `/api/carts/${id}/items/20`, { body });
      expect([answer.status, errorCode(answer)]).toEqual([413, 'TAP5102']);
    });

    test.each([
      ['GET', `/api/carts/${randomUUID()}`, undefined, 404, 'TAP5120'],
      ['PUT', `/api/carts/${randomUUID()}/items/1`, { quantity: 1 }, 404, 'TAP5120'],
      ['GET', '/api/carts/1', undefined, 400, 'TAP5100'],
    ])('%s %s is answered with its code', async (method, path, body, status, code) => {
      const answer = await shop.client.request(method, path, { body });
      expect([answer.status, errorCode(answer)]).toEqual([status, code]);
    });

    test('a body that is not declared as JSON is refused', async () => {
      const { id } = await shop.client.cart();
      const answer = await shop.client.request('PUT', `/api/carts/${id}/items/1`, {
        body: 'quantity=1',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      expect([answer.status, errorCode(answer)]).toEqual([415, 'TAP5103']);
    });
  });
}
