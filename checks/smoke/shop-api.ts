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

export const cart = z.object({
  id: z.string().min(1),
  items: z.array(z.object({ productId: product.shape.id, quantity: z.number().int() })),
});

export const order = z.object({ id: z.string().min(1), totalCents: z.number().int() });

/** What the API says instead of an answer. */
export const problem = z.object({ error: z.object({ code: z.string().min(1), message: z.string().min(1) }) });

export type Product = z.infer<typeof product>;
export type Page = z.infer<typeof page>;
