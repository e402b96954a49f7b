import { Agent } from 'undici';
import { withoutHops } from '../../network/hop-by-hop';
import type { Answer, Exchange, Headers } from './exchange';

/** Where a request goes, and what is changed on the way. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  /** Path with query; default: as it came. */
  readonly url?: string;
  readonly headers?: Headers;
  /** Milliseconds until the answer must have begun; real time. */
  readonly timeoutMs: number;
}

/** Sends requests on over kept-alive connections. */
export interface Forwarder {
  /** Rejects if the destination can't be reached or does not answer in time. */
  send(exchange: Exchange, destination: Destination): Promise<Answer>;
  close(): Promise<void>;
}

/** A forwarder with a pool of connections for each destination. */
export function createForwarder(): Forwarder {
  const agent = new Agent({ connections: 128, connectTimeout: 5_000 });
  return {
    async send(exchange, destination) {
      const sent = { ...withoutHops(exchange.headers), ...destination.headers };
      const response = await agent.request({
        origin: `http://${destination.host}:${destination.port}`,
        method: exchange.method as 'GET',
        path: destination.url ?? exchange.url,
        headers: Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)) as Record<
          string,
          string | string[]
        >,
        body: exchange.body ?? null,
        headersTimeout: destination.timeoutMs,
        bodyTimeout: destination.timeoutMs,
        signal: exchange.signal,
      });
      return { status: response.statusCode, headers: withoutHops(response.headers), body: response.body };
    },
    close: () => agent.destroy(),
  };
}
