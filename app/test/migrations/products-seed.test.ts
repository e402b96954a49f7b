import { defaultPageSize } from '../../src/catalog/product-schemas';
import { seedProducts } from '../../src/migrations/products-seed';

describe('the seed', () => {
  const products = seedProducts();

  test('holds at least 200 products with ids, SKUs and names of their own', () => {
    expect(products.length).toBeGreaterThanOrEqual(200);
    for (const key of ['id', 'sku', 'name'] as const) {
      expect(new Set(products.map((product) => product[key])).size).toBe(products.length);
    }
    expect(products.map(({ id }) => id)).toEqual(products.map((_, index) => index + 1));
  });

  test('holds a test product on each page of the default size', () => {
    const made = products.filter(({ testProduct }) => testProduct).map(({ id }) => id);
    expect(made.map((id) => Math.ceil(id / defaultPageSize))).toEqual(made.map((_, index) => index + 1));
    expect(made).toHaveLength(Math.floor(products.length / defaultPageSize));
  });
});
