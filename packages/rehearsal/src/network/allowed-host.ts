import { isIP } from 'node:net';
import { type Address, webPorts } from './address';
import { isAws } from './aws-hosts';

/** A host that programs may reach. */
export interface AllowedHost {
  readonly host: string;
  /** Whether the hosts below it are meant, not itself. */
  readonly below: boolean;
  /** @default - those of HTTP and HTTPS */
  readonly port?: number | undefined;
}

/** The registries that package managers ask unless they are told of another one; the third is where Corepack finds Yarn. */
export const publicRegistries: readonly string[] = [
  'registry.npmjs.org',
  'registry.yarnpkg.com',
  'repo.yarnpkg.com',
  'pypi.org',
  'files.pythonhosted.org',
];

/** How a person names an allowed host, for messages. */
const allowedHostForm = 'a host such as "github.com", "registry.example:8443" or "*.example.com"';

const form = /^(\*\.)?(?:\[([0-9a-f:.]+)\]|([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?))(?::(\d{1,5}))?$/i;

/** @returns what is allowed, or why it can't be */
export function parseAllowedHost(text: string): AllowedHost | string {
  const [, below, ipv6, name, port] = form.exec(text) ?? [];
  const host = (ipv6 ?? name)?.toLowerCase();
  const misplaced = host !== undefined && below !== undefined && (isIP(host) !== 0 || !host.includes('.'));
  if (host === undefined || misplaced || Number(port) > 65_535) return `must be ${allowedHostForm}`;
  if (isAws(host)) return 'is a host of AWS, and nothing of a rehearsal reaches AWS';
  return { host, below: below !== undefined, port: port === undefined ? undefined : Number(port) };
}

/** The host of a registry's URL, as a person would allow it; nothing for what is no URL. */
export function hostOfRegistry(url: string): readonly string[] {
  return URL.canParse(url) ? [new URL(url).host] : [];
}

export function allows(allowed: AllowedHost, { host, port }: Address): boolean {
  const samePort = allowed.port === undefined ? Object.values<number>(webPorts).includes(port) : allowed.port === port;
  return samePort && (allowed.below ? host.endsWith(`.${allowed.host}`) : host === allowed.host);
}
