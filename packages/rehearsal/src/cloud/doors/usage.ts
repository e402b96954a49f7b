import type { Usage } from '../base/contracts';
import type { Owned } from '../deployed/deployed-stacks';
import { type Exchange, header } from '../http/exchange';

/** Notes which resources a request went through. Whoever keeps the notes keeps each but once. */
export class RequestUsage {
  constructor(private readonly usage: Usage) {}

  used(resources: readonly Owned[], exchange: Exchange): void {
    for (const resource of resources) this.note(resource, userOf(exchange, resource.environment));
  }

  note(resource: Owned, by: string): void {
    this.usage.use(resource, by);
  }
}

/** `request by curl in Alpha`: the first word of a client's user agent says enough of it. */
function userOf(exchange: Exchange, environment: string): string {
  const agent = /^[\w.-]{1,40}/.exec(header(exchange.headers, 'user-agent') ?? '')?.[0] ?? 'an unnamed client';
  return `request by ${agent} in ${environment}`;
}
