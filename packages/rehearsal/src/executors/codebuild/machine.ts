import { execFile } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** What a job gets from this machine: where programs, the network and a given database are. Nothing that says who the user is. */
export interface Machine {
  /** Folders of programs, joined as in PATH. */
  readonly path: string;
  /** Folder of the tools that set-up installed. */
  readonly toolsDir: string;
  /** Proxies, certificates, npm's registry and cache, and pip's index. */
  readonly network: Readonly<Record<string, string>>;
  /** DATABASE_URL of the person who rehearses, for the tests of the shop; holds a password. */
  readonly databaseUrl?: string;
}

const networkVariables = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'PIP_CERT',
  'PIP_INDEX_URL',
] as const;

/** npm's settings about the network, as variables that npm itself reads. */
const npmSettings = ['cache', 'registry', 'cafile', 'proxy', 'https-proxy', 'noproxy'] as const;

/** What npm asks if nobody says otherwise: then a repository's own settings count, over which variables would win. */
const publicRegistry = 'https://registry.npmjs.org/';

/** Looks at this machine once. */
export async function lookAtMachine(toolsDir: string, environment: NodeJS.ProcessEnv = process.env): Promise<Machine> {
  const network: Record<string, string> = {};
  for (const name of networkVariables) {
    const value = environment[name];
    if (value) network[name] = name === 'PIP_INDEX_URL' ? withoutUser(value) : value;
  }
  const npm = await npmConfiguration(environment);
  for (const name of npmSettings) {
    const value = npm[name];
    if (typeof value !== 'string' || value === '' || value === publicRegistry) continue;
    network[`npm_config_${name.replaceAll('-', '_')}`] = name === 'registry' ? withoutUser(value) : value;
  }
  const { DATABASE_URL: databaseUrl } = environment;
  return { path: systemPath(environment), toolsDir, network, databaseUrl };
}

/** The user's PATH without what npm adds to it for its scripts: a job must not find the tools of the user's own tree. */
export function systemPath(environment: NodeJS.ProcessEnv): string {
  const inherited = (environment.PATH ?? '/usr/bin:/bin').split(delimiter);
  const folders = inherited.filter((folder) => folder !== '' && !/node_modules|node-gyp-bin/.test(folder));
  return [...new Set([dirname(process.execPath), ...folders])].join(delimiter);
}

/** A registry's address without the user and password that may stand in it. */
function withoutUser(address: string): string {
  return address.replace(/^(https?:\/\/)[^/@]*@/, '$1');
}

async function npmConfiguration(environment: NodeJS.ProcessEnv): Promise<Record<string, unknown>> {
  const npm = join(dirname(process.execPath), 'npm');
  const ask = (program: string) =>
    promisify(execFile)(program, ['config', 'list', '--json'], {
      env: { ...environment, PATH: systemPath(environment) },
      // In no repository: its settings are not the machine's, and below a workspace npm says none.
      cwd: '/',
      timeout: 20_000,
      maxBuffer: 4 << 20,
    });
  try {
    const { stdout } = await ask(npm).catch(() => ask('npm'));
    return JSON.parse(stdout) as Record<string, unknown>;
  } catch {
    // Without npm's own words its defaults hold: the public registry, and a cache below the job's HOME.
    return {};
  }
}
