import { npmRegistries, type PipIndexes, pipIndexes } from '../../network/registries';
import type { UserProxies } from '../../network/upstream-proxy';
import { askProgram, systemPath } from './ask-program';
import { type NpmSettings, npmSettings } from './npm-settings';

/** What a run finds on this machine. A job gets of it where programs and the network are, and nothing that says who the user is. */
export interface Machine {
  /** Folders of programs, joined as in PATH. */
  readonly path: string;
  /** Folder of the tools that set-up installed. */
  readonly toolsDir: string;
  /** Certificates, npm's cache, and the registries of package managers, as variables. */
  readonly network: Readonly<Record<string, string>>;
  /** How the user's own programs reach the network; may hold a password, and no job gets it. @default - directly */
  readonly proxies?: UserProxies;
  /** URLs of the registries that the user's package managers ask. @default - none but the public ones */
  readonly registries?: readonly string[];
  /** DATABASE_URL of the person who rehearses, whose server stands behind the stacks' databases; holds a password, and no job gets it. @default - a server is started */
  readonly databaseUrl?: string;
}

/** Where package managers find packages; a user and a password may stand in them. */
const registryVariables = [
  'PIP_INDEX_URL',
  'PIP_EXTRA_INDEX_URL',
  'YARN_NPM_REGISTRY_SERVER',
  'COREPACK_NPM_REGISTRY',
] as const;

const networkVariables = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'PIP_CERT',
  ...registryVariables,
] as const;

/** npm's settings about the network, as variables that npm itself reads. */
const passedSettings = ['cache', 'registry', 'cafile'] as const;

/** What npm asks if nobody says otherwise: then a repository's own settings count, over which variables would win. */
const publicRegistry = 'https://registry.npmjs.org/';

/** Looks at this machine once. */
export async function lookAtMachine(toolsDir: string, variables: NodeJS.ProcessEnv = process.env): Promise<Machine> {
  const [npm, pip] = await Promise.all([npmSettings(variables), pipConfiguration(variables)]);
  const told: NodeJS.ProcessEnv = {
    ...variables,
    PIP_INDEX_URL: pip.index ?? variables.PIP_INDEX_URL,
    PIP_EXTRA_INDEX_URL: pip.extra ?? variables.PIP_EXTRA_INDEX_URL,
  };
  const network: Record<string, string> = {};
  for (const name of networkVariables) {
    const value = told[name];
    if (value) network[name] = withoutUsers(value);
  }
  for (const name of passedSettings) {
    const value = textOf(npm[name]);
    if (value !== undefined && value !== publicRegistry) network[`npm_config_${name}`] = withoutUsers(value);
  }
  const registries = [...npmRegistries(npm), ...registryVariables.flatMap((name) => told[name]?.split(/\s+/) ?? [])];
  const { DATABASE_URL: databaseUrl } = variables;
  return {
    path: systemPath(variables),
    toolsDir,
    network,
    proxies: userProxies(variables, npm),
    registries: registries.filter((url) => url !== ''),
    databaseUrl,
  };
}

/** The user's proxies, as variables say them, in either case, and npm's settings where these say nothing. */
function userProxies(variables: NodeJS.ProcessEnv, npm: NpmSettings): UserProxies {
  const variable = (name: string) => variables[name.toLowerCase()] || variables[name] || undefined;
  const all = variable('ALL_PROXY');
  const http = variable('HTTP_PROXY') ?? all ?? textOf(npm.proxy);
  const https = variable('HTTPS_PROXY') ?? all ?? textOf(npm['https-proxy']) ?? textOf(npm.proxy);
  const none = [variable('NO_PROXY'), ...[npm.noproxy].flat().map(textOf)].filter((text) => text !== undefined);
  return { http, https, none: none.join(',') };
}

/** A setting that says something. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Addresses without the users and passwords that may stand in them. */
function withoutUsers(text: string): string {
  return text.replace(/(https?:\/\/)[^/@\s]*@/g, '$1');
}

async function pipConfiguration(variables: NodeJS.ProcessEnv): Promise<PipIndexes> {
  // A machine without pip has no settings of it.
  return pipIndexes(await askProgram(variables, 'python3', '-m', 'pip', 'config', 'list').catch(() => ''));
}
