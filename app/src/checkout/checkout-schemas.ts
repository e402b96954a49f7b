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
  /** ISO 8601, UTC. */
  createdAt: Type.String(),
});
export type Order = Static<typeof order>;

/** Prices a line. */
export function toItem(row: Omit<Item, 'lineTotalCents'>): Item {
  return { ...row, lineTotalCents: row.priceCents * row.quantity };
}

export function totalCents(items: readonly Item[]): number {
  return items.reduce((sum, { lineTotalCents }) => sum + lineTotalCents, 0);
}
