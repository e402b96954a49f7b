import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seedProducts } from '../../app/src/migrations/products-seed';

const site = join(__dirname, '..', '..', 'site');
const pages = readdirSync(site).filter((name) => name.endsWith('.html'));

describe('the pages of the site', () => {
  test('are the shop and the one for what is not there', () => {
    expect(pages.sort()).toEqual(['404.html', 'index.html']);
  });

  test.each(pages)('%s runs and styles nothing inline, as the content security policy demands', (name) => {
    const text = readFileSync(join(site, name), 'utf8');
    expect(text.match(/<script(?![^>]*\ssrc=)/g)).toBeNull();
    expect(text.match(/<style|\sstyle=|\son[a-z]+=/g)).toBeNull();
  });

  test.each(pages)('%s loads files that are there, by addresses that work from every path', (name) => {
    const text = readFileSync(join(site, name), 'utf8');
    const loaded = [...text.matchAll(/(?:src|<link[^>]*href)="([^"]+)"/g)].map(([, address]) => address ?? '');
    expect(loaded.length).toBeGreaterThan(0);
    for (const address of loaded) {
      expect(address).toMatch(/^\/[^/]/);
      expect(existsSync(join(site, address))).toBe(true);
    }
  });
});

describe('the pictures of the site', () => {
  test('know every kind and every style of the assortment', () => {
    const { shapes, colours } =
      jest.requireActual<Record<'shapes' | 'colours', Record<string, unknown>>>('../../site/picture.js');
    const shown = seedProducts().filter(({ testProduct }) => !testProduct);
    expect(shown.length).toBeGreaterThan(200);
    for (const { sku } of shown) {
      const [kind = '', style = ''] = sku.split('-');
      expect(Object.keys(shapes)).toContain(kind);
      expect(Object.keys(colours)).toContain(style);
    }
  });
});
