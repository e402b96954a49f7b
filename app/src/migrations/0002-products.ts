import { shopCurrency } from '../checkout/checkout-schemas';
import type { Migration } from './migration';
import { seedProducts } from './products-seed';

const products = seedProducts();

/** The assortment that a new environment starts with. What is there already stays as it is. */
export const productsMigration: Migration = {
  id: 2,
  name: 'products',
  statements: [
    {
      sql: `INSERT IGNORE INTO products (id, sku, name, description, price_cents, currency, stock, test_product) VALUES ${products
        .map(() => '(?, ?, ?, ?, ?, ?, ?, ?)')
        .join(', ')}`,
      values: products.flatMap((p) => [
        p.id,
        p.sku,
        p.name,
        p.description,
        p.priceCents,
        shopCurrency,
        p.stock,
        p.testProduct ? 1 : 0,
      ]),
    },
  ],
};
