import { type Answer, type Exchange, type Headers, header, pathOf, queryOf } from '../http/exchange';
import type { EdgeRequest, EdgeResponse, EdgeValues } from './edge-function';

/** A request as a function sees it. */
export function edgeRequest(exchange: Exchange): EdgeRequest {
  const { cookie: _, ...headers } = exchange.headers;
  return {
    method: exchange.method,
    uri: pathOf(exchange.url),
    querystring: valuesOf(pairs(queryOf(exchange.url).slice(1), '&')),
    headers: edgeHeaders(headers),
    cookies: valuesOf(pairs(header(exchange.headers, 'cookie') ?? '', ';')),
  };
}

/** The request that a function returned, in place of the one that it was given. */
export function rewrittenExchange(exchange: Exchange, request: EdgeRequest): Exchange {
  const query = written(request.querystring, '&');
  const cookie = written(request.cookies, '; ');
  return {
    ...exchange,
    url: query ? `${request.uri}?${query}` : request.uri,
    headers: { ...plainHeaders(request.headers), ...(cookie ? { cookie } : {}) },
  };
}

/** An answer as a function sees it: without its body. */
export function edgeResponse({ status, headers }: Answer): EdgeResponse {
  const { 'set-cookie': _, ...others } = headers;
  return { statusCode: status, headers: edgeHeaders(others), cookies: {} };
}

/** The answer that a function made. */
export function madeAnswer({ statusCode, headers = {}, body = '' }: EdgeResponse): Answer {
  const { encoding = 'text', data } = typeof body === 'string' ? { data: body } : body;
  return {
    status: statusCode,
    headers: plainHeaders(headers),
    body: Buffer.from(data, encoding === 'base64' ? 'base64' : 'utf8'),
  };
}

/** The origin's answer with what a function changed of it. */
export function changedAnswer(answer: Answer, response: EdgeResponse): Answer {
  const made = madeAnswer(response);
  const cookies = answer.headers['set-cookie'];
  return {
    status: made.status,
    headers: { ...made.headers, ...(cookies ? { 'set-cookie': cookies } : {}) },
    body: response.body === undefined ? answer.body : made.body,
  };
}

function pairs(text: string, separator: string): [string, string][] {
  return text
    .split(separator)
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    });
}

function valuesOf(all: readonly [string, string][]): EdgeValues {
  const values: Record<string, { value: string; multiValue?: { value: string }[] }> = {};
  for (const [name, value] of all) {
    const known = values[name];
    values[name] = known
      ? { value: known.value, multiValue: [...(known.multiValue ?? [{ value: known.value }]), { value }] }
      : { value };
  }
  return values;
}

function written(values: EdgeValues, separator: string): string {
  return Object.entries(values)
    .flatMap(([name, { value, multiValue = [{ value }] }]) => multiValue.map((one) => [name, one.value] as const))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join(separator);
}

function edgeHeaders(headers: Headers): EdgeValues {
  return valuesOf(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [value].flat().map((one): [string, string] => [name.toLowerCase(), one]),
    ),
  );
}

function plainHeaders(values: EdgeValues): Headers {
  return Object.fromEntries(
    Object.entries(values).map(([name, { value, multiValue }]) => [
      name.toLowerCase(),
      multiValue ? multiValue.map((one) => one.value) : value,
    ]),
  );
}
