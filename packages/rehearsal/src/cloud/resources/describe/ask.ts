import type { DeployedResource } from '../../base/contracts';
import type { Scope, Upstream, UpstreamAnswer } from '../../base/upstream';

/** One question to a service about one resource. */
export interface Ask {
  /** Name of the call, for the report. */
  readonly call: string;
  /** What the answer holds if the service has the resource. */
  readonly expected: string;
  send(upstream: Upstream, scope: Scope): Promise<UpstreamAnswer>;
}

/** How to ask for a resource of one type; undefined if its properties name too little. */
export type Describe = (resource: DeployedResource) => Ask | undefined;

export type DescribeTable = Readonly<Record<string, Describe>>;

/** A question in the query protocol. */
export function query(service: string, version: string) {
  return (action: string, parameters: Record<string, string>, expected: string): Ask => ({
    call: action,
    expected,
    send: (upstream, scope) => upstream.query(service, scope, { Action: action, Version: version, ...parameters }),
  });
}

/** A question in the JSON protocol. */
export function json(service: string, targetPrefix: string) {
  return (action: string, body: unknown, expected: string): Ask => ({
    call: action,
    expected,
    send: (upstream, scope) => upstream.json(service, scope, `${targetPrefix}.${action}`, body),
  });
}

/** A question in a REST protocol. */
export function rest(service: string) {
  return (call: string, path: string, expected: string): Ask => ({
    call,
    expected,
    send: (upstream, scope) => upstream.rest('GET', path, service, scope),
  });
}

/** A property's text; empty if the resource has none. */
export function text(resource: DeployedResource, property: string): string {
  const value = resource.properties[property];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The call that shows the resource, or undefined if the service doesn't show it. */
export async function shownBy(ask: Ask, upstream: Upstream, scope: Scope): Promise<string | undefined> {
  const answer = await ask.send(upstream, scope).catch(() => undefined);
  if (answer === undefined || answer.status >= 300) return undefined;
  return answer.body.toString().includes(ask.expected) ? ask.call : undefined;
}
