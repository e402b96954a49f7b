import type { RefinedResponse } from 'k6/http';
import http from 'k6/http';
import { Trend } from 'k6/metrics';
import { type Answer, type Expected, firstUnmet, WrongAnswer } from './answer.ts';
import { shopperWaitMetric } from './expectations.ts';
import { reasonOf } from './reason.ts';
import { tagValue } from './tag-value.ts';
import { requestTimeoutSeconds } from './thresholds.ts';

/** The shop behind one door, as its clients see it. */
export interface Shop {
  readonly address: string;
  /** Empty at a door that asks for none. */
  readonly apiKey: string;
  /** True where a cache may answer what is cacheable: API Gateway's, in an environment that has it. */
  readonly mayKeep: boolean;
  /** Marks every request as one of this load, so that others can tell it from customers'. */
  readonly runId: string;
}

export interface Request {
  /** That of the step it belongs to: samples are counted by it. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** From `/api/` on. */
  readonly path: string;
  /** True if a cache may keep the answer for a while. @default false */
  readonly cacheable?: boolean;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** One answer, and what its shopper went through for it. */
interface Exchange extends Answer {
  readonly response: RefinedResponse<'text'>;
  /** Milliseconds until the answer was there, connection and TLS included. */
  readonly waitMs: number;
}

/** Stands for the revision of an answer without one. */
const none = 'none';

/** Characters of a reason and of a revision: each one that differs is a series of its own in k6's memory. */
const longestReason = 160;
const longestRevision = 40;

const shopperWait = new Trend(shopperWaitMetric, true);

/**
 * Sends one request before the load, and reads what all shoppers need from its answer.
 *
 * @param problem what it means where that isn't there, for example `no cart could be opened`
 * @param needed what the answer must be, for example `a new cart`
 * @param read undefined: it is not in the answer
 * @throws Error with the problem and its reason: the network's own where no answer came
 */
export function obtain<Found>(
  shop: Shop,
  request: Request,
  problem: string,
  needed: string,
  read: (answer: Answer) => Found | undefined,
): Found {
  const { response, waitMs: _, ...answer } = exchange(shop, request);
  const found = read(answer);
  if (found === undefined) throw new Error(`${problem}: ${reasonOf(response, needed)}`);
  return found;
}

/** Sends one request before the load, whatever the answer is: nobody expects anything of it yet. */
export function lookUp(shop: Shop, request: Request): Answer {
  const { response: _, waitMs: __, ...answer } = exchange(shop, request);
  return answer;
}

/** Sends a request and holds the answer against what is expected. @throws WrongAnswer */
export function ask(shop: Shop, request: Request, expected: Expected): Answer {
  const { name } = request;
  const { response, waitMs, ...answer } = exchange(shop, request);
  const unmet = firstUnmet(name, answer, expected);
  const seen: Record<string, string> = { name };
  if (unmet !== undefined) seen.failed = tagValue(reasonOf(response, unmet), longestReason);
  // Of an answer that may be a cache's, neither says anything.
  if (unmet === undefined && !(shop.mayKeep && request.cacheable)) {
    seen.revision = tagValue(response.headers['X-Revision'] ?? none, longestRevision);
    if (response.headers.Age !== undefined) seen.aged = 'true';
  }
  shopperWait.add(waitMs, seen);
  if (unmet !== undefined) throw new WrongAnswer(unmet);
  return answer;
}

function exchange(shop: Shop, request: Request): Exchange {
  const headers: Record<string, string> = { accept: 'application/json', 'x-load-run': shop.runId, ...request.headers };
  if (shop.apiKey) headers['x-api-key'] = shop.apiKey;
  if (request.body !== undefined) headers['content-type'] = 'application/json';
  const body = request.body === undefined ? null : JSON.stringify(request.body);
  const begin = Date.now();
  const response = http.request(request.method, shop.address + request.path, body, {
    headers,
    timeout: `${requestTimeoutSeconds}s`,
    tags: { name: request.name },
    responseType: 'text',
  });
  const { blocked, connecting, tls_handshaking, duration } = response.timings;
  // The duration that k6 judges begins after connection and TLS: https://github.com/grafana/k6/issues/2692
  const waited = blocked + connecting + tls_handshaking + duration;
  // Of a request that came to no answer k6 keeps no times.
  const waitMs = response.status === 0 ? Math.max(waited, Date.now() - begin) : waited;
  return { status: response.status, body: parse(response.body), response, waitMs };
}

function parse(body: unknown): unknown {
  if (typeof body !== 'string') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
