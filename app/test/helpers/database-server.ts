import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Connection, type ConnectionOptions, createConnection } from 'mysql2/promise';
import { ShopError } from '../../src/errors';

/** A MySQL-compatible server with an administrator's connection to it. */
export interface DatabaseServer {
  readonly host: string;
  readonly port: number;
  /** Runs a statement as the administrator. */
  admin(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** One more connection of the administrator, for what needs one of its own (locks). The caller closes it. */
  connect(database: string): Promise<Connection>;
  stop(): Promise<void>;
}

/** Longest time for the server to come up, in milliseconds; usually it takes 300. */
const START_LIMIT_MS = 30_000;

/**
 * The server that `DATABASE_URL` names, or else a new one from the `mariadbd` on the PATH, on a free port of 127.0.0.1, with
 * its data in a temporary folder that `stop` removes.
 *
 * @throws ShopError TAP5901 if there is neither, TAP5902 if the server doesn't start
 */
export async function startDatabaseServer(): Promise<DatabaseServer> {
  const url = process.env.DATABASE_URL;
  return url ? connectTo(optionsOf(new URL(url)), async () => {}) : startMariaDb();
}

function optionsOf(url: URL): ConnectionOptions & { host: string; port: number } {
  return {
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}

/** @throws ShopError TAP5901 if there is no server to test against */
export function requireDatabaseServer(): void {
  if (!process.env.DATABASE_URL) {
    findMariaDb();
  }
}

function findMariaDb(): { server: string; install: string } {
  const server = onPath('mariadbd');
  const install = onPath('mariadb-install-db');
  if (!server || !install) {
    throw new ShopError(
      'TAP5901',
      'the shop needs a real database here: put mariadbd and mariadb-install-db on the PATH, or name a MySQL-compatible server in DATABASE_URL (mysql://user:password@host:port)',
    );
  }
  return { server, install };
}

async function startMariaDb(): Promise<DatabaseServer> {
  const { server, install } = findMariaDb();
  // A short path: a socket's may have 107 characters.
  const folder = mkdtempSync(join(tmpdir(), 'shop-'));
  const user = userInfo().username;
  const data = [`--datadir=${join(folder, 'data')}`, `--user=${user}`];
  const small = ['--innodb-buffer-pool-size=32M', '--innodb-log-file-size=8M'];
  try {
    await promisify(execFile)(
      install,
      [...data, ...small, '--auth-root-authentication-method=normal', '--skip-test-db'],
      { timeout: START_LIMIT_MS },
    );
    const port = await freePort();
    const log = join(folder, 'log');
    const process = spawnBound(folder, server, [
      ...data,
      ...small,
      `--socket=${join(folder, 's')}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--log-error=${log}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--skip-name-resolve',
      '--skip-log-bin',
      // The data is thrown away: nothing needs to reach the disk.
      '--innodb-flush-log-at-trx-commit=0',
      '--innodb-doublewrite=0',
    ]);
    const stop = () => ended(process);
    try {
      return await connectTo({ host: '127.0.0.1', port, user: 'root' }, stop);
    } catch (error) {
      const lines = readIfThere(log).trimEnd().split('\n').slice(-5).join('\n');
      await stop();
      throw new ShopError('TAP5902', `${server} did not start: ${(error as Error).message}\n${lines}`);
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error instanceof ShopError
      ? error
      : new ShopError('TAP5902', `${install} failed: ${(error as Error).message}`);
  }
}

async function connectTo(
  options: ConnectionOptions & { host: string; port: number },
  stop: () => Promise<void>,
): Promise<DatabaseServer> {
  const admin = await retried(() => createConnection({ ...options, timezone: 'Z' }));
  return {
    host: options.host,
    port: options.port,
    admin: async (sql, values = []) => {
      const [rows] = await admin.query({ sql, values: [...values] });
      return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
    },
    connect: (database) => createConnection({ ...options, database, timezone: 'Z' }),
    stop: async () => {
      admin.destroy();
      await stop();
    },
  };
}

async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
      await pause(20);
    }
  }
}

/**
 * Starts a server that can't outlive this process: the shell in front of it kills it, and removes its folder, as soon as the
 * shell's input ends, which it does even when this process is killed. In a group of its own, so that Ctrl-C doesn't reach it.
 */
function spawnBound(folder: string, command: string, args: readonly string[]): ChildProcess {
  const script =
    'folder=$1; shift; "$@" </dev/null & server=$!; read -r _; kill -9 $server; wait $server 2>/dev/null; rm -rf "$folder"';
  return spawn('/bin/sh', ['-c', script, 'sh', folder, command, ...args], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
}

function ended(process: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (process.exitCode !== null) {
      resolve();
      return;
    }
    process.once('exit', () => resolve());
    process.stdin?.end();
  });
}

function onPath(command: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, command);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {}
  }
  return undefined;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
