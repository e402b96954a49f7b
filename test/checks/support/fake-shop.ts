import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a fake shop does wrong, on purpose. */
export interface ShopFaults {
  /** Share of the API's answers that are a 500, evenly spread. */
  errorShare?: number;
  /** Milliseconds before each answer of the API. */
  delayMs?: number;
  /** Products have another name than in the list. */
  wrongContent?: boolean;
  /** The list is empty. */
  emptyList?: boolean;
  searchFindsOthers?: boolean;
  /** The API door takes requests without a key. */
  keyNotAsked?: boolean;
  /** The page at `/`, in place of the storefront. */
  page?: string;
  /** The storefront's script is answered with a page. */
  scriptIsPage?: boolean;
  /** What stands where nothing is, in place of the site's page. */
  missingPage?: 'of S3' | 'of CloudFront';
  /** CloudFront puts a page of the site in place of the API's errors. */
  apiErrorsArePages?: boolean;
  /** A second order with the same key becomes a second order. */
  replayOrdersAgain?: boolean;
  wrongTotal?: boolean;
  cartForgets?: boolean;
  /** Requests that get a 503 before the shop answers at all. */
  notReadyFor?: number;
  noTestProducts?: boolean;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
  readonly idempotencyKey: string | undefined;
}

interface Product {
  readonly id: number;
  readonly sku: string;
  readonly name: string;
  readonly description: string;
  readonly priceCents: number;
  readonly currency: string;
  readonly stock: number;
  readonly testProduct: boolean;
}

/** A shop with both doors, on one port of this machine: the site at `/`, API Gateway's door at `/v1/`. */
export class FakeShop {
  faults: ShopFaults = {};
  readonly seen: SeenRequest[] = [];
  readonly apiKey = 'fake-shop-key-0123456789';
  readonly products: readonly Product[] = Array.from({ length: 45 }, (_, index) => ({
    id: index + 1,
    sku: `SKU-${index + 1}`,
    name: `${['Copper', 'Linen', 'Walnut'][index % 3]} thing ${index + 1}`,
    description: `Number ${index + 1} of its kind`,
    priceCents: 1000 + index,
    currency: 'EUR',
    stock: 1_000_000,
    testProduct: index % 10 === 9,
  }));
  readonly orders = new Map<string, Record<string, unknown>>();
  private readonly carts = new Map<string, { productId: number; quantity: number }[]>();
  private readonly server: Server = createServer((request, response) => void this.handle(request, response));
  private answers = 0;
  private ids = 0;

  async start(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  get siteUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get apiUrl(): string {
    return `${this.siteUrl}/v1/`;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://shop');
    const throughApi = url.pathname.startsWith('/v1/');
    const path = throughApi ? url.pathname.slice(3) : url.pathname;
    const key = request.headers['x-api-key']?.toString();
    this.seen.push({
      method: request.method ?? '',
      path: url.pathname + url.search,
      key,
      idempotencyKey: request.headers['idempotency-key']?.toString(),
    });
    const body = await text(request);
    if (this.faults.notReadyFor) {
      this.faults.notReadyFor -= 1;
      return answer(response, 503, { error: { code: 'not-ready', message: 'starting' } });
    }
    if (throughApi && key !== this.apiKey && !this.faults.keyNotAsked) {
      return answer(response, 403, { message: 'Forbidden' });
    }
    if (!throughApi && path === '/') return html(response, this.faults.page ?? storefrontPage);
    if (!throughApi && path === '/app.js') return this.script(response);
    if (!path.startsWith('/api/')) return this.missing(response);
    if (this.faults.delayMs) await new Promise((done) => setTimeout(done, this.faults.delayMs));
    this.answers += 1;
    const share = this.faults.errorShare ?? 0;
    if (Math.floor(this.answers * share) > Math.floor((this.answers - 1) * share)) {
      return answer(response, 500, { error: { code: 'broken', message: 'planted' } });
    }
    const [status, data] = this.route(`${request.method} ${path}`, url.searchParams, body, request);
    if (status === 404 && !throughApi && this.faults.apiErrorsArePages) return html(response, missingPage, 404);
    answer(response, status, data);
  }

  private missing(response: ServerResponse): void {
    if (this.faults.missingPage === 'of S3') {
      response.writeHead(404, { 'content-type': 'application/xml' });
      response.end('<Error><Code>NoSuchKey</Code></Error>');
    } else {
      html(response, this.faults.missingPage ? '<h1>404 ERROR</h1>' : missingPage, 404);
    }
  }

  private script(response: ServerResponse): void {
    if (this.faults.scriptIsPage) {
      html(response, '<!doctype html><title>Not here</title>');
    } else {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' });
      response.end("document.querySelector('#app').textContent = 'shop';");
    }
  }

  private route(line: string, query: URLSearchParams, body: string, request: IncomingMessage): [number, unknown] {
    if (line === 'GET /api/products') return [200, this.list(query)];
    const product = /^GET \/api\/products\/(\d+)$/.exec(line);
    if (product) {
      const found = this.products[Number(product[1]) - 1];
      if (!found) return [404, { error: { code: 'not-found', message: 'no such product' } }];
      return [200, this.faults.wrongContent ? { ...found, name: 'something else' } : found];
    }
    if (line === 'POST /api/carts') {
      const id = this.uuid();
      this.carts.set(id, []);
      return [201, { id, items: [] }];
    }
    const cart = /^GET \/api\/carts\/(.+)$/.exec(line)?.[1];
    if (cart && this.carts.has(cart)) return [200, { id: cart, items: this.carts.get(cart) }];
    const item = /^PUT \/api\/carts\/([^/]+)\/items\/(\d+)$/.exec(line);
    const items = this.carts.get(item?.[1] ?? '');
    if (item && items) {
      if (!this.faults.cartForgets) items.push({ productId: Number(item[2]), quantity: JSON.parse(body).quantity });
      return [200, { id: item[1], items }];
    }
    if (line === 'POST /api/orders') return this.order(JSON.parse(body).cartId, request);
    const order = /^GET \/api\/orders\/(.+)$/.exec(line);
    if (order) {
      const found = [...this.orders.values()].find(({ id }) => id === order[1]);
      if (found) return [200, found];
    }
    return [404, { error: { code: 'not-found', message: 'no such route' } }];
  }

  private list(query: URLSearchParams): unknown {
    if (this.faults.emptyList) return { items: [], nextCursor: null };
    const search = query.get('search')?.toLowerCase();
    const limit = Number(query.get('limit') ?? 20);
    const from = Number(query.get('cursor') ?? 0);
    const found = this.products.filter(
      ({ name }) => !search || name.toLowerCase().includes(search) !== Boolean(this.faults.searchFindsOthers),
    );
    const items = found
      .slice(from, from + limit)
      .map((product) => (this.faults.noTestProducts ? { ...product, testProduct: false } : product));
    return { items, nextCursor: from + limit < found.length ? String(from + limit) : null };
  }

  private order(cartId: string, request: IncomingMessage): [number, unknown] {
    const key = String(request.headers['idempotency-key']);
    const earlier = this.orders.get(key);
    if (earlier && !this.faults.replayOrdersAgain) return [200, earlier];
    const items = this.carts.get(cartId) ?? [];
    const total = items.reduce((sum, it) => sum + it.quantity * (this.products[it.productId - 1]?.priceCents ?? 0), 0);
    const order = {
      id: this.uuid(),
      cartId,
      items,
      totalCents: this.faults.wrongTotal ? total + 1 : total,
      currency: 'EUR',
    };
    this.orders.set(earlier ? `${key} again` : key, order);
    return [earlier ? 200 : 201, order];
  }

  private uuid(): string {
    this.ids += 1;
    return `00000000-0000-4000-8000-${String(this.ids).padStart(12, '0')}`;
  }
}

const storefrontPage =
  '<!doctype html><html><head><title>Shop</title><script type="module" src="/app.js"></script></head><body></body></html>';

const missingPage = '<!doctype html><link rel="stylesheet" href="/style.css"><h1>Not found</h1>';

function html(response: ServerResponse, page: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  response.end(page);
}

function answer(response: ServerResponse, status: number, data: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(data));
}

async function text(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}
