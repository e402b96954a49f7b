import type { Answer } from './answer.ts';

export interface CartItem {
  readonly productId: number | string;
  readonly quantity: number;
}

export interface Cart {
  readonly id: string;
  readonly items: readonly CartItem[];
}

export interface Order {
  readonly id: string;
  readonly totalCents: number;
}

/** The cart in an answer, or undefined if there is none. */
export function cartIn(answer: Answer): Cart | undefined {
  const cart = answer.body as Partial<Cart> | null | undefined;
  return isId(cart?.id) && Array.isArray(cart?.items) ? (cart as Cart) : undefined;
}

/** The order in an answer, or undefined if there is none. */
export function orderIn(answer: Answer): Order | undefined {
  const order = answer.body as Partial<Order> | null | undefined;
  return isId(order?.id) && typeof order?.totalCents === 'number' ? (order as Order) : undefined;
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
