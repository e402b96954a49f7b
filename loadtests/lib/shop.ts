import http from 'k6/http';
import { type Answer, expectAnswer } from './answer.ts';
import { requestTimeoutSeconds } from './options.ts';

/** The shop behind one door, as its clients see it. */
export interface Shop {
  readonly address: string;
  /** Empty at a door that asks for none. */
  readonly apiKey: string;
}

export interface Request {
  /** Groups requests in the report; without it each product would be a line of its own. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** From `/api/` on. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Sends one request and returns its answer; a refused connection or a time-out is an answer with status 0. */
export function send(shop: Shop, request: Request): Answer {
  const headers: Record<string, string> = { accept: 'application/json', ...request.headers };
  if (shop.apiKey) headers['x-api-key'] = shop.apiKey;
  if (request.body !== undefined) headers['content-type'] = 'application/json';
  const body = request.body === undefined ? null : JSON.stringify(request.body);
  const response = http.request(request.method, shop.address + request.path, body, {
    headers,
    timeout: `${requestTimeoutSeconds}s`,
    tags: { name: request.name },
  });
  return { status: response.status, body: parse(response.body) };
}

/** Sends a request and holds the answer against what is expected. @throws WrongAnswer */
export function ask(shop: Shop, request: Request, expected: Record<string, (answer: Answer) => boolean>): Answer {
  const answer = send(shop, request);
  expectAnswer(answer, expected);
  return answer;
}

function parse(body: unknown): unknown {
  if (typeof body !== 'string') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
