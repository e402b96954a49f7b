import { type Exchange, type Headers, queryOf } from '../http/exchange';
import { type PathVariables, parameter } from './request-parameter';
import type { Integration } from './rest-api-model';

/** Path and query of the request that an integration sends on. */
export function integrationPath(integration: Integration, exchange: Exchange, variables: PathVariables): string {
  let path = /^[a-z]+:\/\/[^/]+(\/.*)?$/i.exec(integration.uri)?.[1] ?? '/';
  for (const [to, from] of Object.entries(integration.parameters)) {
    const name = /^integration\.request\.path\.(.+)$/.exec(to)?.[1];
    if (name !== undefined) path = path.replace(`{${name}}`, parameter(from, exchange, variables) ?? '');
  }
  const [fixed = '', fixedQuery] = path.split('?');
  const query = new URLSearchParams(queryOf(exchange.url));
  for (const [name, value] of new URLSearchParams(fixedQuery ?? '')) query.set(name, value);
  for (const [to, from] of Object.entries(integration.parameters)) {
    const name = /^integration\.request\.querystring\.(.+)$/.exec(to)?.[1];
    const value = name === undefined ? undefined : parameter(from, exchange, variables);
    if (name !== undefined && value !== undefined) query.set(name, value);
  }
  return query.size > 0 ? `${fixed}?${query}` : fixed;
}

/** Its headers: those that came, and those that the integration sets. */
export function integrationHeaders(integration: Integration, exchange: Exchange, variables: PathVariables): Headers {
  const headers: Headers = { ...exchange.headers };
  for (const [to, from] of Object.entries(integration.parameters)) {
    const name = /^integration\.request\.header\.(.+)$/.exec(to)?.[1];
    const value = name === undefined ? undefined : parameter(from, exchange, variables);
    if (name !== undefined && value !== undefined) headers[name.toLowerCase()] = value;
  }
  return headers;
}
