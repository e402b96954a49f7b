import type { Product } from './shop-api';

/** Milliseconds, of this machine's own clock, within which the page must show a product: a shopper who waits longer has left. */
export const showWithinMs = 10_000;

/** Hosts beside the shop's own that the page loads from; the browser finds no others. */
export const furtherHosts: readonly string[] = [];

/** What the browser works out to know what a shopper can read on the page. */
export const readableText = "document.body?.innerText ?? ''";

/** Whether a page shows a product: what can be read there has the name of one that the product list offers to shoppers. */
export function showsProduct(text: string, products: readonly Product[]): boolean {
  const readable = plain(text);
  return products.some(({ name, testProduct }) => !testProduct && readable.includes(plain(name)));
}

/** Styles may show a name in capitals, or break its line. */
function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ');
}
