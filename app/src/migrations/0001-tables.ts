import type { Migration } from './migration';

const table = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci';

/**
 * No foreign keys to `products`: inserting a line would take a shared lock on the product's row, and two orders that both
 * hold one could never take the exclusive lock for its stock (a deadlock for each pair). Lines of orders are copies anyway.
 */
export const tables: Migration = {
  id: 1,
  name: 'tables',
  statements: [
    {
      sql: `CREATE TABLE IF NOT EXISTS products (
        id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        sku VARCHAR(40) NOT NULL UNIQUE,
        name VARCHAR(120) NOT NULL,
        description VARCHAR(1000) NOT NULL,
        price_cents INT UNSIGNED NOT NULL,
        currency CHAR(3) NOT NULL,
        stock INT UNSIGNED NOT NULL,
        test_product TINYINT UNSIGNED NOT NULL DEFAULT 0
      ) ${table}`,
    },
    {
      sql: `CREATE TABLE IF NOT EXISTS carts (
        id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
        created_at DATETIME(3) NOT NULL,
        ordered_at DATETIME(3) NULL
      ) ${table}`,
    },
    {
      sql: `CREATE TABLE IF NOT EXISTS cart_items (
        cart_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        product_id INT UNSIGNED NOT NULL,
        quantity SMALLINT UNSIGNED NOT NULL,
        PRIMARY KEY (cart_id, product_id),
        CONSTRAINT cart_items_cart FOREIGN KEY (cart_id) REFERENCES carts (id) ON DELETE CASCADE
      ) ${table}`,
    },
    {
      sql: `CREATE TABLE IF NOT EXISTS orders (
        id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
        cart_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
        idempotency_key VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
        request_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        total_cents BIGINT UNSIGNED NOT NULL,
        currency CHAR(3) NOT NULL,
        created_at DATETIME(3) NOT NULL
      ) ${table}`,
    },
    {
      sql: `CREATE TABLE IF NOT EXISTS order_items (
        order_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        product_id INT UNSIGNED NOT NULL,
        sku VARCHAR(40) NOT NULL,
        name VARCHAR(120) NOT NULL,
        price_cents INT UNSIGNED NOT NULL,
        quantity SMALLINT UNSIGNED NOT NULL,
        PRIMARY KEY (order_id, product_id),
        CONSTRAINT order_items_order FOREIGN KEY (order_id) REFERENCES orders (id)
      ) ${table}`,
    },
  ],
};
