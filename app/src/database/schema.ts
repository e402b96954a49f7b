import type { Generated } from 'kysely';

/** The tables, as `src/migrations` makes them. Times are UTC; amounts are whole cents. */
export interface Database {
  products: ProductTable;
  carts: CartTable;
  cart_items: CartItemTable;
  orders: OrderTable;
  order_items: OrderItemTable;
}

export interface ProductTable {
  id: Generated<number>;
  sku: string;
  name: string;
  description: string;
  price_cents: number;
  currency: string;
  stock: number;
  /** 1 for products that automated orders may buy, in every environment. */
  test_product: number;
}

export interface CartTable {
  id: string;
  created_at: Date;
  /** When it became an order; null while it may change. */
  ordered_at: Date | null;
}

export interface CartItemTable {
  cart_id: string;
  product_id: number;
  quantity: number;
}

export interface OrderTable {
  id: string;
  cart_id: string;
  idempotency_key: string;
  /** SHA-256 of the request that the key was first used with, in hexadecimal. */
  request_hash: string;
  total_cents: number;
  currency: string;
  created_at: Date;
}

/** A copy of what the product was when it was ordered. */
export interface OrderItemTable {
  order_id: string;
  product_id: number;
  sku: string;
  name: string;
  price_cents: number;
  quantity: number;
}
