import { join } from 'node:path';
import { unproxied } from '../../network/proxy-variables';
import { noUserConfiguration } from '../base/caller-variables';

export interface EmulatorSettings {
  /** Folder of this emulator alone; its state, objects and temporary files lie below it. */
  readonly dir: string;
  readonly port: number;
  /** Account and region that unsigned requests belong to. */
  readonly account: string;
  readonly region: string;
  /** Variables that lead its requests and those of functions to a proxy. @default - none: they go out directly */
  readonly wayOut?: Readonly<Record<string, string>>;
}

/** Names that are taken over from the user's variables; all others (home, keys, proxies, endpoints) stay outside. */
const inheritedNames = ['PATH', 'LANG'] as const;

/**
 * All variables of the emulator, which functions inherit. It listens on 127.0.0.1 alone, keeps nothing when it ends, starts no containers, and
 * opens no further ports (IoT and SFTP listeners are off).
 */
export function emulatorVariables(settings: EmulatorSettings, user: NodeJS.ProcessEnv): Record<string, string> {
  const inherited = inheritedNames.flatMap((name) => {
    const value = user[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(inherited),
    ...noUserConfiguration,
    // Of its own: below the user's lie keys, tokens and caches.
    HOME: join(settings.dir, 'home'),
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(settings.port),
    EDGE_PORT: String(settings.port),
    // Its own URLs are made from this name; the gateway rewrites them in answers.
    MINISTACK_HOST: 'localhost',
    MINISTACK_ACCOUNT_ID: settings.account,
    MINISTACK_REGION: settings.region,
    AWS_DEFAULT_REGION: settings.region,
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    PERSIST_STATE: '0',
    S3_PERSIST: '0',
    S3_DATA_DIR: join(settings.dir, 's3'),
    STATE_DIR: join(settings.dir, 'state'),
    TMPDIR: join(settings.dir, 'tmp'),
    DOCKER_HOST: 'unix:///nonexistent.sock',
    LAMBDA_EXECUTOR: 'local',
    PYTHONUNBUFFERED: '1',
    NO_PROXY: unproxied,
    no_proxy: unproxied,
    ...settings.wayOut,
  };
}
