import { type Exchange, header, queryOf } from '../http/exchange';

/** Values of the variables in a path, by name. */
export type PathVariables = Readonly<Record<string, string>>;

/** The value that a reference has in a request: `method.request.<place>.<name>`, or a literal in quotes. */
export function parameter(reference: string, exchange: Exchange, variables: PathVariables): string | undefined {
  const literal = /^'(.*)'$/.exec(reference)?.[1];
  if (literal !== undefined) return literal;
  const [, place, name = ''] = /^method\.request\.(path|querystring|header)\.(.+)$/.exec(reference) ?? [];
  if (place === 'path') return variables[name];
  if (place === 'header') return header(exchange.headers, name);
  if (place === 'querystring') return new URLSearchParams(queryOf(exchange.url)).get(name) ?? undefined;
  return undefined;
}
