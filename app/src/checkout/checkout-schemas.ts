import { type Static, Type } from '@sinclair/typebox';

/** ISO 4217; the shop sells in one currency. */
export const shopCurrency = 'USD';
/** Most pieces of one product in a cart. */
export const mostPieces = 100;
/** Most different products in a cart. */
export const mostCartItems = 50;

const item = Type.Object({
  productId: Type.Integer(),
  sku: Type.String(),
  name: Type.String(),
  /** Of one piece, in whole cents. */
  priceCents: Type.Integer(),
  quantity: Type.Integer(),
  lineTotalCents: Type.Integer(),
  /** True for products that automated checks order; nobody delivers them. */
  testProduct: Type.Boolean(),
});
export type Item = Static<typeof item>;

export const cart = Type.Object({
  id: Type.String(),
  status: Type.Union([Type.Literal('open'), Type.Literal('ordered')]),
  items: Type.Array(item),
  totalCents: Type.Integer(),
  currency: Type.String(),
});
export type Cart = Static<typeof cart>;

export const order = Type.Object({
  id: Type.String(),
  cartId: Type.String(),
  status: Type.Literal('placed'),
  items: Type.Array(item),
  totalCents: Type.Integer(),
  currency: Type.String(),
  /** True where all items are marked test products: nobody packs it, and no figure counts it. */
  testOrder: Type.Boolean(),
  /** ISO 8601, UTC. */
  createdAt: Type.String(),
});
export type Order = Static<typeof order>;

/** Prices a line. A product that is no longer there was a customer's. */
export function toItem(row: Omit<Item, 'lineTotalCents' | 'testProduct'> & { testProduct: number | null }): Item {
  return { ...row, lineTotalCents: row.priceCents * row.quantity, testProduct: row.testProduct === 1 };
}

/** Whether an order is one of automated checks: all its items are marked test products. */
export function isTestOrder(items: readonly Item[]): boolean {
  return items.every(({ testProduct }) => testProduct);
}

export function totalCents(items: readonly Item[]): number {
  return items.reduce((sum, { lineTotalCents }) => sum + lineTotalCents, 0);
}
