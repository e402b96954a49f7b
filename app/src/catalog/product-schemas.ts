import { type Static, Type } from '@sinclair/typebox';

/** A product as the API shows it. */
export const product = Type.Object({
  id: Type.Integer(),
  sku: Type.String(),
  name: Type.String(),
  description: Type.String(),
  /** Whole cents. */
  priceCents: Type.Integer(),
  /** ISO 4217. */
  currency: Type.String(),
  stock: Type.Integer(),
  /** Made for automated orders; a storefront doesn't show it. */
  testProduct: Type.Boolean(),
});
export type Product = Static<typeof product>;

export const productPage = Type.Object({
  items: Type.Array(product),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
});
export type ProductPage = Static<typeof productPage>;

export const defaultPageSize = 20;
export const largestPageSize = 100;

export const productQuery = Type.Object(
  {
    search: Type.Optional(Type.String({ maxLength: 100, description: 'a text of at most 100 characters' })),
    limit: Type.Optional(
      Type.String({
        pattern: '^([1-9][0-9]?|100)$',
        description: `a whole number from 1 to ${largestPageSize}`,
      }),
    ),
    cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'a nextCursor of this list' })),
    // Anything; makes a URL that no cache has seen.
    fresh: Type.Optional(Type.String({ maxLength: 100, description: 'a text of at most 100 characters' })),
  },
  { additionalProperties: false },
);
