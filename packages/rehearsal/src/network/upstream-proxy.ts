import { BlockList, isIP } from 'node:net';
import { exitCodes, RunError } from '../command/run-error';
import { type Address, addressOfUrl, authorityOf, isLoopback } from './address';

/** How this machine's own programs reach the network, as variables have it. */
export interface UserProxies {
  /** For `http://`. @default - directly */
  readonly http?: string | undefined;
  /** For `https://`. @default - directly */
  readonly https?: string | undefined;
  /** What is reached directly nevertheless, as in NO_PROXY. @default - nothing */
  readonly none?: string | undefined;
}

/** A proxy that ours goes through. */
export interface UpstreamProxy extends Address {
  /** Whether it is spoken to by TLS. */
  readonly secure: boolean;
  /** Value of `proxy-authorization`; a secret. */
  readonly authorization?: string | undefined;
}

export type Scheme = 'http' | 'https';

/** The proxy by which an address is reached, undefined: directly. */
export type ChooseUpstream = (address: Address, scheme: Scheme) => UpstreamProxy | undefined;

/** @throws RunError TAP4081 if a proxy of this machine is of a kind that can't be gone through */
export function upstreamChoice({ http, https, none = '' }: UserProxies): ChooseUpstream {
  const proxies = { http: parse('HTTP_PROXY', http), https: parse('HTTPS_PROXY', https) };
  return (address, scheme) => (isLoopback(address.host) || isBypassed(none, address) ? undefined : proxies[scheme]);
}

/** Without a scheme it is HTTP, as curl has it. */
function parse(variable: string, text: string | undefined): UpstreamProxy | undefined {
  if (!text) return undefined;
  const full = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new RunError(
      'TAP4081',
      exitCodes.machineLacks,
      `${variable} names ${url === undefined ? 'no URL' : `a proxy of the kind ${url.protocol.slice(0, -1)}`}, ` +
        'through which the rehearsal cannot go; name one of http or https, or unset it.',
    );
  }
  const { username, password } = url;
  const user = [username, password].map(decoded).join(':');
  return {
    ...addressOfUrl(url),
    secure: url.protocol === 'https:',
    authorization: username === '' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`,
  };
}

/** As it stands where it is not encoded after all. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether a list as in NO_PROXY has an address: by `*`, by name, by a name above it, by IP address, or by range. */
function isBypassed(list: string, address: Address): boolean {
  const entries = list.toLowerCase().split(/[\s,]+/);
  return entries.some((entry) => entry === '*' || (entry !== '' && covers(entry, address)));
}

function covers(entry: string, address: Address): boolean {
  const { host } = address;
  if (entry.includes('/')) return isInRange(entry, host);
  if (entry === host || entry === authorityOf(address) || entry === `[${host}]`) return true;
  const [, name = '', port] = /^\*?\.?([^:]*)(?::(\d+))?$/.exec(entry) ?? [];
  if (name === '' || (port !== undefined && Number(port) !== address.port)) return false;
  return host === name || host.endsWith(`.${name}`);
}

function isInRange(entry: string, host: string): boolean {
  const [net = '', prefix] = entry.split('/');
  const [version, longest] = isIP(net) === 6 ? (['ipv6', 128] as const) : (['ipv4', 32] as const);
  if (isIP(net) === 0 || isIP(net) !== isIP(host) || !(Number(prefix) >= 0 && Number(prefix) <= longest)) return false;
  const range = new BlockList();
  range.addSubnet(net, Number(prefix), version);
  return range.check(host, version);
}
