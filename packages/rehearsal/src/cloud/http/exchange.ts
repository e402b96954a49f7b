import type { Readable } from 'node:stream';

export type Headers = Record<string, string | string[] | undefined>;

/** One request on its way through doors and load balancer. */
export interface Exchange {
  readonly method: string;
  /** Path with the query string, starting with `/`. */
  readonly url: string;
  readonly headers: Headers;
  /** Absent where the request has no body. */
  readonly body?: Readable;
  /** Aborted when the client has gone. */
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readable | Uint8Array | string;
}

/** Answers a request; never rejects for what a client can do. */
export type Handler = (exchange: Exchange) => Promise<Answer>;

/** The path alone. */
export function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

/** The query string with its `?`, or nothing. */
export function queryOf(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? '' : url.slice(query);
}

/** The first value of a header. */
export function header(headers: Headers, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value[0] : value;
}

/** An answer in JSON. */
export function json(status: number, body: unknown, headers: Headers = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
