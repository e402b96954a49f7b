import { z } from 'zod';

/** The shop's answers, as far as the smoke test looks at them; what they hold beyond is not its business. */

export const product = z.object({
  id: z.union([z.number(), z.string().min(1)]),
  sku: z.string().min(1),
  name: z.string().min(1),
  description: z.string(),
  priceCents: z.number().int().positive(),
  currency: z.string().min(1),
  stock: z.number().int().min(0),
  testProduct: z.boolean(),
});

export const page = z.object({ items: z.array(product).min(1), nextCursor: z.string().nullable() });

/** A page that may hold nothing. */
export const emptyPage = page.extend({ items: z.array(product) });

const item = z.object({
  productId: product.shape.id,
  quantity: z.number().int(),
  priceCents: z.number().int(),
  lineTotalCents: z.number().int(),
});

const sum = z.object({
  id: z.string().min(1),
  items: z.array(item),
  totalCents: z.number().int(),
  currency: z.string().min(1),
});

export const cart = sum.extend({ status: z.enum(['open', 'ordered']) });

/** A test order is one of marked products alone: nobody packs it, and no figure counts it. */
export const order = sum.extend({ cartId: z.string().min(1), status: z.literal('placed'), testOrder: z.boolean() });

/** What the API says instead of an answer. */
export const problem = z.object({ error: z.object({ code: z.string().min(1), message: z.string().min(1) }) });

export type Product = z.infer<typeof product>;
export type Page = z.infer<typeof page>;
export type Cart = z.infer<typeof cart>;
export type Order = z.infer<typeof order>;
/** What carts and orders have in common: items, and what they cost. */
export type Sum = z.infer<typeof sum>;
