import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ShopFaults } from './fake-shop-faults';
import { fakeSite, missingPage } from './fake-site';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
  readonly idempotencyKey: string | undefined;
  /** Which load it belongs to. */
  readonly loadRun: string | undefined;
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

interface FakeCart {
  readonly id: string;
  /** Quantities by product. */
  readonly items: Map<number, number>;
  ordered: boolean;
}

/** A shop with both doors, on one port of this machine: the site at `/`, API Gateway's door at `/v1/`. */
export class FakeShop {
  faults: ShopFaults = {};
  site = fakeSite;
  readonly seen: SeenRequest[] = [];
  readonly apiKey = 'fake-shop-key-0123456789';
  readonly revision = '0123456789ab';
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
  private readonly carts = new Map<string, FakeCart>();
  private elsewhere: FakeShop | undefined;
  private readonly server: Server = createServer((request, response) => void this.handle(request, response));
  private answers = 0;
  private withKey = 0;
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
      loadRun: request.headers['x-load-run']?.toString(),
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
    const letIn = key === this.apiKey || (key !== undefined && this.faults.everyKey);
    if (throughApi && !letIn && !this.faults.keyNotAsked?.test(`${request.method} ${path}`)) {
      return answer(response, 403, { message: 'Forbidden' });
    }
    if (!throughApi && path === '/index.html') return html(response, this.site.page);
    if (!throughApi && path === '/') return html(response, this.faults.page ?? this.site.page);
    if (!throughApi && path === '/404.html') return html(response, missingPage);
    if (!throughApi && path === '/app.js') return this.script(response);
    if (!path.startsWith('/api/')) return this.missing(response);
    const { revision = this.revision } = this.faults;
    if (revision !== null) response.setHeader('x-revision', revision);
    const kept =
      throughApi && this.faults.apiKeeps && path.startsWith('/api/products') && !url.searchParams.has('search');
    if (this.faults.keptAnswers || kept) response.setHeader('age', '86400');
    response.setHeader('cache-control', this.cacheControl(path));
    if (this.faults.cookie && path.startsWith('/api/products')) response.setHeader('set-cookie', 'session=1');
    if (this.faults.delayMs) await new Promise((done) => setTimeout(done, this.faults.delayMs));
    this.answers += 1;
    if (throughApi && key === this.apiKey) this.withKey += 1;
    const { unavailableAt, forbiddenAt, cutOffAt, slowAt, unavailableOneIn } = this.faults;
    if (slowAt?.positions.includes(this.answers)) await new Promise((done) => setTimeout(done, slowAt.ms));
    if (this.faults.slowSearchMs && url.searchParams.has('search')) {
      await new Promise((done) => setTimeout(done, this.faults.slowSearchMs));
    }
    if (cutOffAt?.includes(this.answers)) return void request.socket.destroy();
    if (throughApi && forbiddenAt?.includes(this.withKey)) return answer(response, 403, { message: 'Forbidden' });
    if (unavailableAt?.includes(this.answers) || (unavailableOneIn && this.answers % unavailableOneIn === 0)) {
      return answer(response, 503, { error: { code: 'away', message: 'planted' } });
    }
    const share = this.faults.errorShare ?? 0;
    if (Math.floor(this.answers * share) > Math.floor((this.answers - 1) * share)) {
      return answer(response, 500, { error: { code: 'broken', message: 'planted' } });
    }
    if (throughApi && this.faults.apiElsewhere) this.elsewhere ??= new FakeShop();
    const shop = throughApi ? (this.elsewhere ?? this) : this;
    const [status, data] = shop.route(`${request.method} ${path}`, url.searchParams, body, request);
    if (status === 404 && !throughApi && this.faults.apiErrorsArePages) return html(response, missingPage, 404);
    answer(response, status, data, this.faults.apiType);
  }

  private cacheControl(path: string): string {
    if (/^\/api\/(carts|orders)/.test(path)) return this.faults.cartsPublic ? 'public, max-age=60' : 'no-store';
    return this.faults.productsKept ?? 'no-store';
  }

  /** Forgets what was counted and made. */
  reset(): void {
    this.faults = {};
    this.site = fakeSite;
    this.elsewhere = undefined;
    this.seen.length = 0;
    this.orders.clear();
    this.carts.clear();
    this.answers = 0;
    this.withKey = 0;
  }

  private missing(response: ServerResponse): void {
    if (this.faults.missingPage === 'of S3') {
      response.writeHead(404, { 'content-type': 'application/xml' });
      response.end('<Error><Code>NoSuchKey</Code></Error>');
    } else if (this.faults.missingPage === 'of CloudFront') {
      html(response, '<h1>404 ERROR</h1>', 404);
    } else {
      html(response, this.faults.missingPage ? missingPage.replace('Not', 'Never') : missingPage, 404);
    }
  }

  private script(response: ServerResponse): void {
    if (this.faults.scriptIsPage) {
      html(response, '<!doctype html><title>Not here</title>');
    } else {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' });
      const { script } = this.site;
      response.end(this.faults.oldScript ? `${script}\nthrow new Error('yesterday');` : script);
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
    const cart = this.cartRoute(line, body);
    if (cart) return cart;
    if (line === 'POST /api/orders') return this.order(JSON.parse(body).cartId, request);
    const order = /^GET \/api\/orders\/(.+)$/.exec(line);
    if (order) {
      const all = [...this.orders.values()];
      const found = all.find(({ id }) => id === order[1]) ?? (this.faults.inventsOrders ? all[0] : undefined);
      if (found) return [200, found];
    }
    return [404, { error: { code: 'not-found', message: 'no such route' } }];
  }

  private cartRoute(line: string, body: string): [number, unknown] | undefined {
    if (line === 'POST /api/carts') {
      const id = this.uuid();
      const [first] = this.carts.values();
      this.carts.set(id, { id, ordered: false, items: this.faults.cartsMixed && first ? first.items : new Map() });
      return [201, this.shown(id)];
    }
    const asked = /^GET \/api\/carts\/(.+)$/.exec(line)?.[1];
    if (asked && this.carts.has(asked)) {
      return [200, this.shown(this.faults.otherCartShown ? ([...this.carts.keys()].at(-1) ?? asked) : asked)];
    }
    const [, id = '', productId] = /^PUT \/api\/carts\/([^/]+)\/items\/(\d+)$/.exec(line) ?? [];
    const cart = this.carts.get(id);
    if (!cart) return undefined;
    if (cart.ordered && !this.faults.orderedCartTakes) return alreadyOrdered;
    const { quantity } = JSON.parse(body) as { quantity: number };
    if (quantity < 0 && !this.faults.anyQuantity) {
      return [400, { error: { code: 'wrong-quantity', message: 'a whole number from 0 on' } }];
    }
    if (quantity === 0 && !this.faults.cartKeeps) cart.items.delete(Number(productId));
    else if (!this.faults.cartForgets) cart.items.set(Number(productId), quantity);
    return [200, this.shown(id)];
  }

  /** A cart as the API gives it out. */
  private shown(id: string): Record<string, unknown> {
    const cart = this.carts.get(id);
    const items = [...(cart?.items ?? [])].map(([productId, quantity]) => {
      const priceCents = (this.products[productId - 1]?.priceCents ?? 0) + (this.faults.cartPrice ? 1 : 0);
      return { productId, quantity, priceCents, lineTotalCents: priceCents * quantity };
    });
    const totalCents = items.reduce((sum, { lineTotalCents }) => sum + lineTotalCents, 0);
    return {
      id,
      status: cart?.ordered && !this.faults.cartStaysOpen ? 'ordered' : 'open',
      items,
      totalCents: totalCents + (this.faults.cartOffByACent && items.length > 0 ? 1 : 0),
      currency: 'EUR',
    };
  }

  private list(query: URLSearchParams): unknown {
    if (this.faults.emptyList) return { items: [], nextCursor: null };
    const search = query.get('search')?.toLowerCase();
    const limit = Number(query.get('limit') ?? 20);
    const cursor = Number(query.get('cursor') ?? 0);
    const from = this.faults.pageNotTurned ? 0 : cursor + (this.faults.pageSkips && cursor > 0 ? 1 : 0);
    const found = this.products.filter(
      ({ name }) => !search || name.toLowerCase().includes(search) !== Boolean(this.faults.searchFindsOthers),
    );
    if (found.length === 0 && this.faults.emptySearchFindsAll) found.push(...this.products);
    if (search && this.faults.searchFindsFirst) found.splice(found[0] === this.products[0] ? 1 : 0);
    const items = found
      .slice(from, from + limit)
      .map((product) => (this.faults.noTestProducts ? { ...product, testProduct: false } : product));
    const last = from + limit >= found.length || (this.faults.pageIsLast && cursor === 0);
    return { items, nextCursor: last && !this.faults.pagesNeverEnd ? null : String(from + limit) };
  }

  private order(cartId: string, request: IncomingMessage): [number, unknown] {
    const key = String(request.headers['idempotency-key']);
    const earlier = this.orders.get(key);
    if (earlier && !this.faults.replayOrdersAgain) return [200, earlier];
    const { items, totalCents, currency } = this.shown(cartId) as {
      items: { productId: number }[];
      totalCents: number;
      currency: string;
    };
    const cart = this.carts.get(cartId);
    if (items.length === 0 && !this.faults.emptyOrder) {
      return [422, { error: { code: 'empty', message: 'the cart is empty' } }];
    }
    if (cart?.ordered && !earlier && !this.faults.ordersTwice) return alreadyOrdered;
    if (cart) cart.ordered = true;
    const order = {
      id: this.uuid(),
      cartId,
      status: 'placed',
      items,
      totalCents: this.faults.wrongTotal ? totalCents + 1 : totalCents,
      currency,
      testOrder:
        !this.faults.testOrderIsReal && items.every(({ productId }) => this.products[productId - 1]?.testProduct),
    };
    this.orders.set(earlier ? `${key} again` : key, order);
    return [earlier ? 200 : 201, order];
  }

  private uuid(): string {
    this.ids += 1;
    return `00000000-0000-4000-8000-${String(this.ids).padStart(12, '0')}`;
  }
}

const alreadyOrdered: [number, unknown] = [409, { error: { code: 'ordered', message: 'the cart was ordered' } }];

function html(response: ServerResponse, page: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  response.end(page);
}

function answer(response: ServerResponse, status: number, data: unknown, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type });
  response.end(JSON.stringify(data));
}

async function text(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}
