import { BlockList, isIP } from 'node:net';

/** What a program asks a proxy for. */
export interface Address {
  /** A name in lower case, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
}

/** `name:port`, as CONNECT has it (https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6); an IPv6 address stands in brackets. */
const authorityForm = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+)):(\d{1,5})$/i;

/** Ports of HTTP and HTTPS. */
export const webPorts = { http: 80, https: 443 } as const;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** @returns undefined for what is no `name:port` */
export function addressOf(authority: string): Address | undefined {
  const [, ipv6, name, port] = authorityForm.exec(authority) ?? [];
  const host = ipv6 ?? name;
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return undefined;
  return { host: withoutRoot(host.toLowerCase()), port: Number(port) };
}

/** Where a URL of HTTP or HTTPS leads. */
export function addressOfUrl({ protocol, hostname, port }: URL): Address {
  const usual = protocol === 'https:' ? webPorts.https : webPorts.http;
  return { host: withoutRoot(hostname.replace(/^\[|\]$/g, '')), port: port === '' ? usual : Number(port) };
}

/** The opposite of `addressOf`. */
export function authorityOf({ host, port }: Address): string {
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

/** Whether a host is this machine, by its name or address; no name is looked up. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  const version = isIP(host);
  return version !== 0 && loopback.check(host, version === 6 ? 'ipv6' : 'ipv4');
}

/** `name.` is `name`, said from the root of all names. */
function withoutRoot(host: string): string {
  return host.replace(/\.$/, '');
}
