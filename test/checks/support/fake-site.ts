import { createHash } from 'node:crypto';

/** The storefront of the fake shop. */
export interface FakeSite {
  /** What stands at its address. */
  readonly page: string;
  /** What the page loads. */
  readonly script: string;
}

/** Shows what is for shoppers of the first products. */
export const fakeSite: FakeSite = {
  page: '<!doctype html><html><head><title>Shop</title><script type="module" src="/app.js"></script></head><body></body></html>',
  script: `const { items } = await (await fetch('/api/products?limit=24')).json();
for (const { name } of items.filter(({ testProduct }) => !testProduct)) {
  document.body.append(Object.assign(document.createElement('p'), { textContent: name }));
}
`,
};

/** What stands for what is not there. */
export const missingPage = '<!doctype html><link rel="stylesheet" href="/style.css"><h1>Not found</h1>';

/** SHA-256 of a site's files, by address, as a manifest has them. */
export function hashesOf({ page, script }: FakeSite): Readonly<Record<string, string>> {
  const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
  return {
    '/': hashOf(page),
    '/404.html': hashOf(missingPage),
    '/app.js': hashOf(script),
    '/index.html': hashOf(page),
  };
}

export const siteHashes = hashesOf(fakeSite);
