import type { Answer } from './answer.ts';
import { obtain, type Request, type Shop } from './shop.ts';

/** A product as the shop's API gives it out, as far as the journeys look at it. */
export interface Product {
  readonly id: number | string;
  readonly name: string;
  readonly description: string;
  readonly sku: string;
  readonly priceCents: number;
  readonly currency: string;
  readonly stock: number;
  /** True for the products that automated orders may buy, in every environment. */
  readonly testProduct: boolean;
}

export interface ProductPage {
  readonly items: readonly Product[];
  readonly nextCursor: string | null;
}

/** Products asked for in one page by the journeys. */
export const pageSize = 20;

const pagesSearchedForTestProducts = 25;
const largestPage = 100;

/** The page in an answer, or undefined if the answer is no page of complete products. */
export function pageIn(answer: Answer): ProductPage | undefined {
  const body = answer.body as Partial<ProductPage> | null | undefined;
  if (!body || !Array.isArray(body.items) || !body.items.every(isProduct)) return undefined;
  return body.nextCursor === null || typeof body.nextCursor === 'string' ? (body as ProductPage) : undefined;
}

/** The product in an answer, or undefined if there is no complete one. */
export function productIn(answer: Answer): Product | undefined {
  return isProduct(answer.body) ? answer.body : undefined;
}

function isProduct(value: unknown): value is Product {
  const product = value as Partial<Product> | null | undefined;
  return (
    typeof product === 'object' &&
    product !== null &&
    (typeof product.id === 'number' || typeof product.id === 'string') &&
    isText(product.name) &&
    typeof product.description === 'string' &&
    isText(product.sku) &&
    Number.isInteger(product.priceCents) &&
    Number(product.priceCents) > 0 &&
    isText(product.currency) &&
    Number.isInteger(product.stock) &&
    typeof product.testProduct === 'boolean'
  );
}

/**
 * The products that automated orders may buy, looked up page by page before the load begins.
 *
 * @throws Error if the list can't be read or marks no product: then nothing may be ordered at all
 */
export function findTestProducts(shop: Shop): Product[] {
  const found: Product[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < pagesSearchedForTestProducts; page += 1) {
    const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const path = `/api/products?limit=${largestPage}${from}`;
    const request: Request = { name: 'find test products', method: 'GET', path };
    const products = obtain(shop, request, 'no test product could be looked up', 'a page of products', (answer) =>
      answer.status === 200 ? pageIn(answer) : undefined,
    );
    found.push(...products.items.filter((product) => product.testProduct));
    cursor = products.nextCursor;
    if (cursor === null) break;
  }
  if (found.length === 0) throw new Error('the product list marks no test product; orders may buy nothing else');
  return found;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
