import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Door } from '../../../checks/smoke/door';
import { parseScripts } from '../../../checks/smoke/parse-scripts';

/** Files of a site by their paths. */
let files: Record<string, string> = {};
let asked: string[] = [];

const server = createServer((request, response) => {
  const path = request.url ?? '';
  const text = files[path];
  asked.push(path);
  const script = path.endsWith('.js');
  response.writeHead(text === undefined ? 404 : 200, { 'content-type': script ? 'text/javascript' : 'text/html' });
  response.end(text);
});

beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
afterAll(() => new Promise((done) => server.close(done)));

function parse(site: Record<string, string>) {
  files = site;
  asked = [];
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const door: Door = { name: 'CloudFront', address, limitMs: 5_000 };
  return parseScripts(door, { clockFactor: 1, signal: new AbortController().signal });
}

test('parses what the page loads, what stands in it, and what modules import, each once', async () => {
  const { count, milliseconds } = await parse({
    '/': `<script src="/old.js"></script><SCRIPT TYPE=module SRC=/app.js></SCRIPT>
      <script>var early = 1;</script><script type="module">import '/views/cart.js';</script>`,
    '/old.js': 'with (document) title;',
    '/app.js': "import { b } from './views/cart.js'; export * from './b.js'; await b;",
    '/views/cart.js': "import '../b.js'; import './cart.js';",
    '/b.js': 'export const b = 1;',
  });
  expect(count).toBe(6);
  expect(asked).toEqual(['/', '/old.js', '/app.js', '/views/cart.js', '/b.js']);
  expect(milliseconds).toBeGreaterThan(0);
});

test('leaves alone what is no script of the shop', async () => {
  const { count } = await parse({
    '/': `<script type="application/ld+json">{ no script</script><script src="https://elsewhere.example/x.js"></script>
      <script type="text/javascript">let shop;</script><script type="module">import 'bare';</script>`,
  });
  expect({ count, asked }).toEqual({ count: 2, asked: ['/'] });
});

test.each<[string, Record<string, string>, RegExp]>([
  [
    'a module',
    { '/': '<script type="module" src="/app.js"></script>', '/app.js': '\nconst = 1;' },
    /^The script \/app\.js through CloudFront can't be parsed: Unexpected token \(2:6\)\.$/,
  ],
  [
    'a module that is loaded as an old script',
    { '/': '<script src="/app.js"></script>', '/app.js': "import './b.js';" },
    /\/app\.js through CloudFront can't be parsed: 'import' and 'export' may appear only with 'sourceType: module'/,
  ],
  ['a script in the page', { '/': '<script>let (;</script>' }, /^The script \/ through CloudFront can't be parsed/],
  [
    'a module that another one imports',
    { '/': '<script type="module" src="/app.js"></script>', '/app.js': "import './b.js';", '/b.js': '}' },
    /^The script \/b\.js through CloudFront can't be parsed/,
  ],
  [
    'a module that is not there',
    { '/': '<script type="module" src="/app.js"></script>', '/app.js': "import './b.js';" },
    /^GET \/b\.js through CloudFront answered with status 404/,
  ],
  ['no script at all', { '/': '<h1>Shop</h1>' }, /has no script of the shop that could be parsed/],
])('stops at %s', async (_what, site, reason) => {
  await expect(parse(site)).rejects.toThrow(reason);
});
