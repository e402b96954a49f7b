import { defaultPageSize, largestPageSize, type Product, type ProductPage } from '../../src/catalog/product-schemas';
import { errorCode } from '../helpers/client';
import type { DatabaseServer } from '../helpers/database-server';
import { useService } from '../helpers/running-service';

export function productRoutesSuite(server: () => DatabaseServer): void {
  describe('the product routes', () => {
    const shop = useService('catalog', server);

    async function page(query: Record<string, string>): Promise<ProductPage> {
      const answer = await shop.client.get(`/api/products?${new URLSearchParams(query)}`);
      expect(answer.status).toBe(200);
      return answer.body as unknown as ProductPage;
    }

    async function everything(query: Record<string, string>, between?: () => Promise<void>): Promise<Product[]> {
      const items: Product[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const next: ProductPage = await page(cursor ? { ...query, cursor } : query);
        items.push(...next.items);
        cursor = next.nextCursor;
        await between?.();
      }
      return items;
    }

    test('every product shows up exactly once on the way through all pages, whatever their size', async () => {
      const ids = (await shop.schema.query('SELECT id FROM products ORDER BY id')).map(({ id }) => id);
      expect(ids.length).toBeGreaterThanOrEqual(200);
      for (const limit of [7, ids.length / 8, largestPageSize]) {
        const found = await everything({ limit: String(limit) });
        expect(found.map(({ id }) => id)).toEqual(ids);
      }
    });

    test('products that come or go between two pages move no other one', async () => {
      const before = (await everything({})).map(({ id }) => id);
      const [first] = before;
      let pages = 0;
      const during = await everything({ limit: '50' }, async () => {
        pages++;
        if (pages === 1) {
          await shop.schema.query('DELETE FROM products WHERE id = ?', [first]);
          await shop.schema.query("UPDATE products SET sku = CONCAT('X-', sku) WHERE id = ?", [before.at(-1)]);
        }
      });
      expect(pages).toBeGreaterThan(1);
      expect(during.map(({ id }) => id)).toEqual(before);
      expect((await everything({})).map(({ id }) => id)).toEqual(before.slice(1));
    });

    test('a page without a limit has the default size, and the last one no cursor', async () => {
      const first = await page({});
      expect(first.items).toHaveLength(defaultPageSize);
      expect(first.nextCursor).not.toBeNull();
      expect(await page({ search: 'no such thing' })).toEqual({ items: [], nextCursor: null });
    });

    test('a search finds the products that hold every word, in any case, and pages through them', async () => {
      const all = await everything({});
      for (const search of ['kettle', 'BLUE mug', 'TEST-', 'fjord  kett', 'silky']) {
        const words = search.toLowerCase().split(/\s+/);
        const expected = all.filter(({ sku, name, description }) =>
          words.every((word) => [sku, name, description].some((text) => text.toLowerCase().includes(word))),
        );
        expect(expected.length).toBeGreaterThan(0);
        expect(await everything({ search, limit: '3' })).toEqual(expected);
      }
    });

    test('characters that mean something in SQL mean themselves in a search', async () => {
      await shop.schema.query('UPDATE products SET description = ? WHERE id = 2', ["100%_\\ 'wool'"]);
      for (const search of ['100%', '%_', '_\\', "'wool'", '\\']) {
        expect((await everything({ search })).map(({ id }) => id)).toEqual([2]);
      }
      expect(await everything({ search: "' OR '1'='1" })).toEqual([]);
    });

    test('a page of the default size holds a product for automated orders, with more in stock than they will order', async () => {
      const { items } = await page({});
      const made = items.filter(({ testProduct }) => testProduct);
      expect(made.length).toBeGreaterThan(0);
      for (const { stock, sku } of made) {
        expect(stock).toBeGreaterThan(1_000_000);
        expect(sku).toMatch(/^TEST-/);
      }
    });

    test('a parameter that makes a URL unknown to every cache changes nothing', async () => {
      expect(await page({ fresh: '1764000000' })).toEqual(await page({}));
    });

    test('a product is shown as its row says', async () => {
      const [row] = await shop.schema.query('SELECT * FROM products WHERE id = 3');
      expect((await shop.client.get('/api/products/3')).body).toEqual({
        id: 3,
        sku: row?.sku,
        name: row?.name,
        description: row?.description,
        priceCents: row?.price_cents,
        currency: row?.currency,
        stock: row?.stock,
        testProduct: row?.test_product === 1,
      });
    });

    test.each([
      ['/api/products/999999', 404, 'TAP5110'],
      ['/api/products/0', 400, 'TAP5100'],
      ['/api/products/1e3', 400, 'TAP5100'],
      [`/api/products/${'9'.repeat(30)}`, 400, 'TAP5100'],
      [`/api/products/${'9'.repeat(300)}`, 404, 'TAP5104'],
      ['/api/products?limit=0', 400, 'TAP5100'],
      ['/api/products?limit=101', 400, 'TAP5100'],
      ['/api/products?limit=ten', 400, 'TAP5100'],
      ['/api/products?limit=1&limit=2', 400, 'TAP5100'],
      [`/api/products?search=${'x'.repeat(101)}`, 400, 'TAP5100'],
      ['/api/products?sort=price', 400, 'TAP5100'],
      ['/api/products?cursor=', 400, 'TAP5100'],
      ['/api/products?cursor=42', 400, 'TAP5106'],
      [`/api/products?cursor=${Buffer.from('after:1 OR 1').toString('base64url')}`, 400, 'TAP5106'],
    ])('%s is answered with %i and %s', async (path, status, code) => {
      const answer = await shop.client.get(path);
      expect([answer.status, errorCode(answer)]).toEqual([status, code]);
    });
  });
}
