import type { Emit } from '../events/events';
import { type Address, authorityOf, isLoopback } from './address';
import { type AllowedHost, allows, parseAllowedHost, publicRegistries } from './allowed-host';
import { isAws } from './aws-hosts';
import { type ForwardProxy, startForwardProxy } from './forward-proxy';
import { proxyVariables } from './proxy-variables';
import { type RefusedRequest, refusalCode, refusalOf } from './refusal';
import { type ChooseUpstream, type UserProxies, upstreamChoice } from './upstream-proxy';

/** The way out for what a run executes, as the parts of the run see it. */
export interface WayOut {
  /** Variables that lead the requests of a program to a proxy, which knows by them who asks. */
  variables(by: string): Promise<Readonly<Record<string, string>>>;
  /** What was refused to them so far. */
  refusedTo(by: string): readonly RefusedRequest[];
}

/**
 * The way out for what a run executes: a forward proxy for each of those who ask, all with the same rules. Registries of packages and
 * what was allowed are let through; so is this machine, for clients that ask a proxy even for that. Everything else is refused and told.
 */
export class Network implements WayOut {
  private readonly proxies = new Map<string, Promise<ForwardProxy>>();
  private readonly refused = new Map<string, RefusedRequest>();
  private readonly allowed: AllowedHost[] = [];
  private upstream: ChooseUpstream = () => undefined;

  constructor(private readonly emit: Emit) {
    this.allow(publicRegistries);
  }

  /** Lets hosts through from now on, as `parseAllowedHost` reads them; what it does not take is not allowed. */
  allow(hosts: readonly string[]): void {
    this.allowed.push(...hosts.map(parseAllowedHost).filter((host) => typeof host !== 'string'));
  }

  /**
   * Goes out by this machine's own proxies from now on.
   *
   * @throws RunError TAP4081 if one is of a kind that can't be gone through
   */
  goBy(proxies: UserProxies): void {
    this.upstream = upstreamChoice(proxies);
  }

  async variables(by: string): Promise<Readonly<Record<string, string>>> {
    const known = this.proxies.get(by);
    const proxy =
      known ??
      startForwardProxy({
        refuse: (address) => this.refuse(by, address),
        upstream: (address, scheme) => this.upstream(address, scheme),
      });
    this.proxies.set(by, proxy);
    return proxyVariables((await proxy).url);
  }

  refusedTo(by: string): readonly RefusedRequest[] {
    return [...this.refused.values()].filter((request) => request.by === by);
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.proxies.values()].map(async (proxy) => (await proxy).close()));
  }

  private refuse(by: string, address: Address): string | undefined {
    const { host, port } = address;
    if (isLoopback(host)) return undefined;
    if (!isAws(host) && this.allowed.some((allowed) => allows(allowed, address))) return undefined;
    const key = `${by} ${authorityOf(address)}`;
    const request = { by, host, port, times: (this.refused.get(key)?.times ?? 0) + 1 };
    this.refused.set(key, request);
    const refusal = refusalOf(address);
    this.emit({ type: 'request-refused', ...request });
    if (request.times === 1) this.emit({ type: 'warning', code: refusalCode, message: `${by}: ${refusal}.` });
    return `${refusalCode}: ${refusal}`;
  }
}
