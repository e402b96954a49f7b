import type { Migration } from './migration';

/**
 * Orders without those of automated checks, which hold marked test products alone: what packs, invoices or counts orders reads
 * this view. It shows what whoever asks may read himself.
 */
export const customerOrders: Migration = {
  id: 3,
  name: 'customer orders',
  statements: [
    {
      sql: `CREATE OR REPLACE SQL SECURITY INVOKER VIEW customer_orders AS
        SELECT * FROM orders WHERE EXISTS (
          SELECT 1 FROM order_items LEFT JOIN products ON products.id = order_items.product_id
          WHERE order_items.order_id = orders.id AND COALESCE(products.test_product, 0) = 0
        )`,
    },
  ],
};
