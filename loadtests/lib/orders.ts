import type { Answer } from './answer.ts';
import type { Product } from './products.ts';

export interface Item {
  readonly productId: number | string;
  readonly quantity: number;
  readonly priceCents: number;
  readonly lineTotalCents: number;
}

/** What carts and orders have in common: items, and what they cost. */
export interface Sum {
  readonly id: string;
  readonly items: readonly Item[];
  readonly totalCents: number;
  readonly currency: string;
}

export interface Cart extends Sum {
  readonly status: string;
}

export interface Order extends Sum {
  readonly cartId: string;
  readonly status: string;
  /** True where all items are marked test products: nobody packs it. */
  readonly testOrder: boolean;
}

/** The cart in an answer, or undefined if there is none. */
export function cartIn(answer: Answer): Cart | undefined {
  return isSum(answer.body) ? (answer.body as Cart) : undefined;
}

/** The order in an answer, or undefined if there is none. */
export function orderIn(answer: Answer): Order | undefined {
  return isSum(answer.body) ? (answer.body as Order) : undefined;
}

/** Whether it holds so many pieces of the product and nothing else. */
export function holds(sum: Sum | undefined, { id }: Product, quantity: number): boolean {
  const items = sum?.items ?? [];
  return items.length === 1 && items[0]?.productId === id && items[0].quantity === quantity;
}

/** Whether it costs what so many pieces of the product cost. */
export function costs(sum: Sum | undefined, { priceCents }: Product, quantity: number): boolean {
  const total = priceCents * quantity;
  return (
    sum?.totalCents === total &&
    sum.items.every((item) => item.priceCents === priceCents && item.lineTotalCents === total)
  );
}

function isSum(value: unknown): boolean {
  const sum = value as Partial<Sum> | null | undefined;
  return isId(sum?.id) && Array.isArray(sum?.items) && typeof sum.totalCents === 'number';
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
