import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { siteHashes } from '../../../scripts/build/site-hashes';

const folder = mkdtempSync(join(tmpdir(), 'site-hashes-'));

afterAll(() => rmSync(folder, { recursive: true }));

test('the files of a site have a hash each by address, and so has the page at its root', () => {
  writeFileSync(join(folder, 'app.js'), 'shop();');
  expect(Object.keys(siteHashes(folder))).toEqual(['/app.js']);
  writeFileSync(join(folder, 'index.html'), '<title>Shop</title>');
  const hashes = siteHashes(folder);
  expect(Object.keys(hashes)).toEqual(['/', '/app.js', '/index.html']);
  expect(hashes['/']).toBe(hashes['/index.html']);
  expect(hashes['/']).not.toBe(hashes['/app.js']);
});
