import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forbiddenSyntax } from './support/forbidden-syntax';

const loadtests = join(__dirname, '..', '..', 'loadtests');

describe('syntax that makes k6 loop for ever', () => {
  test.each([
    ['import attributes', "import data from './p.json' with { type: 'json' };"],
    ['import attributes', "export { a } from './p.json' with { type: 'json' };"],
    ['import attributes', "const p = import('./p.json', { with: { type: 'json' } });"],
    ['for await', 'async function f(xs: AsyncIterable<number>) { for await (const x of xs) console.log(x); }'],
    ['decorators', 'class A { @logged run() {} }'],
    ['using', 'function f() { using file = open(); }'],
    ['using', 'async function f() { await using file = open(); }'],
  ])('is found: %s', (name, source) => {
    expect(forbiddenSyntax(source)).toEqual([name]);
  });

  test('is not found where there is none', () => {
    expect(forbiddenSyntax("import http from 'k6/http';\nfor (const x of [1]) http.get(String(x));")).toEqual([]);
  });

  test('is in no file that k6 reads', () => {
    const files = ['journeys', 'lib'].flatMap((folder) =>
      readdirSync(join(loadtests, folder)).map((file) => join(loadtests, folder, file)),
    );
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      expect({ file, forbidden: forbiddenSyntax(readFileSync(file, 'utf8')) }).toEqual({ file, forbidden: [] });
    }
  });
});
