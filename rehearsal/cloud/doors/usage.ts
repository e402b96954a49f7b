import type { Usage } from '../contracts';
import { type Exchange, header } from '../http/exchange';
import type { Owned } from '../inventory/inventory';

/** Notes which resources a request went through, once for each resource and user: doors are asked a thousand times. */
export class RequestUsage {
  private readonly noted = new Map<string, Set<string>>();

  constructor(private readonly usage: Usage) {}

  used(resources: readonly Owned[], exchange: Exchange): void {
    for (const resource of resources) this.note(resource, userOf(exchange, resource.environment));
  }

  note(resource: Owned, by: string): void {
    const key = `${resource.account}/${resource.region}/${resource.stack}/${resource.logicalId}`;
    const users = this.noted.get(key) ?? new Set<string>();
    if (users.has(by)) return;
    users.add(by);
    this.noted.set(key, users);
    this.usage.use(resource, by);
  }
}

/** `request by k6 in Dev`: the first word of a client's user agent says enough of it. */
function userOf(exchange: Exchange, environment: string): string {
  const agent = /^[\w.-]{1,40}/.exec(header(exchange.headers, 'user-agent') ?? '')?.[0] ?? 'an unnamed client';
  return `request by ${agent} in ${environment}`;
}
