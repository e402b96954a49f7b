import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Door } from '../../../loadtests/lib/profile';

/** A request as a door hands it to the shop. */
export interface DoorRequest {
  readonly door: Door;
  /** Method, path and query without the stage, for example `GET /api/products?limit=20`. */
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The shop's answer, on its way through a door. */
export interface DoorAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** One thing that goes wrong between the shop and a shopper. */
export interface ShopFault {
  /** @default - both doors */
  readonly door?: Door;
  /** Requests that it is about, by their line. @default - all */
  readonly on?: RegExp;
  /** Which of these requests, counted from 1 by door. @default - every one */
  readonly which?: (nth: number) => boolean;
  /** Milliseconds that the answer comes late. */
  readonly delayMs?: number;
  /** Changes the answer. */
  readonly change?: (answer: DoorAnswer, request: DoorRequest) => void;
  /** Closes the connection: without an answer, or in the middle of one. */
  readonly hangUp?: 'before the answer' | 'within the answer';
}

/** What the shop's API answers, as far as faults change it: a list, a product, a cart or an order. */
export interface ShopData extends Record<string, unknown> {
  items: Record<string, unknown>[];
}

/** Changes an answer's JSON, or puts what the edit returns in its place. */
export function json(edit: (data: ShopData, request: DoorRequest) => unknown): ShopFault['change'] {
  return (answer, asked) => {
    const data = JSON.parse(answer.text) as ShopData;
    answer.text = JSON.stringify(edit(data, asked) ?? data);
  };
}

/** Both doors of a shop, on one port of this machine: CloudFront's at `/`, API Gateway's at `/v1`. Each can be faulty. */
export class FaultyDoors {
  readonly faults: ShopFault[] = [];
  /** Lines of all requests, in their order, with the door. */
  readonly seen: { readonly door: Door; readonly line: string; readonly headers: IncomingHttpHeaders }[] = [];
  private readonly counts = new Map<string, number>();
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server = createServer((incoming, response) => {
    this.pass(incoming, response).catch(() => response.destroy());
  });

  /** @param shop address of the shop itself */
  constructor(private readonly shop: () => string) {}

  async start(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  get siteUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get apiUrl(): string {
    return `${this.siteUrl}/v1`;
  }

  private async pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(incoming);
    const url = incoming.url ?? '/';
    const door: Door = url.startsWith('/v1/') ? 'api' : 'cloudfront';
    const line = `${incoming.method} ${door === 'api' ? url.slice('/v1'.length) : url}`;
    const asked: DoorRequest = { door, line, headers: incoming.headers, body };
    this.seen.push({ door, line, headers: incoming.headers });
    const faults = this.faultsOf(asked);
    const answer = await this.forward(incoming, body);
    const delayMs = faults.reduce((sum, fault) => sum + (fault.delayMs ?? 0), 0);
    if (delayMs > 0) await sleep(delayMs);
    for (const { change } of faults) change?.(answer, asked);
    const { hangUp } = faults.find((fault) => fault.hangUp !== undefined) ?? {};
    if (hangUp === 'before the answer') {
      response.destroy();
      return;
    }
    const {
      'content-length': _,
      'transfer-encoding': __,
      connection: ___,
      'keep-alive': ____,
      ...headers
    } = answer.headers;
    const bytes = Buffer.from(answer.text);
    response.writeHead(answer.status, { ...headers, 'content-length': bytes.length });
    if (hangUp === undefined) response.end(bytes);
    else response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.destroy());
  }

  private faultsOf(asked: DoorRequest): readonly ShopFault[] {
    return this.faults.filter(({ door, on, which }, index) => {
      if (door !== undefined && door !== asked.door) return false;
      if (on !== undefined && !on.test(asked.line)) return false;
      const key = `${index} ${asked.door}`;
      const nth = (this.counts.get(key) ?? 0) + 1;
      this.counts.set(key, nth);
      return which?.(nth) ?? true;
    });
  }

  private async forward(incoming: IncomingMessage, body: string): Promise<DoorAnswer> {
    const { host: _, connection: __, ...headers } = incoming.headers;
    return new Promise((resolve, reject) => {
      const outgoing = request(
        new URL(incoming.url ?? '/', this.shop()),
        { method: incoming.method, headers, agent: this.agent },
        (received) => {
          textOf(received).then(
            (text) => resolve({ status: received.statusCode ?? 0, headers: { ...received.headers }, text }),
            reject,
          );
        },
      );
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  }
}

async function textOf(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
