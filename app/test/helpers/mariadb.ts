import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { ShopError } from '../../src/errors';

/** A MariaDB server of our own, with user `root` without password, on 127.0.0.1. */
export interface MariaDb {
  readonly port: number;
  /** The last lines that the server wrote. */
  lastWords(): string;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** @throws ShopError TAP5901 if there is none on the PATH */
export function findMariaDb(): { readonly server: string; readonly install: string } {
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

/**
 * Installs and starts a server, which can't outlive this process: the shell that holds it waits for the end of its own
 * input, which comes even when this process is killed, and then ends the server, removes the data, and ends whatever else is
 * left of its process group. In a group of its own, so that Ctrl-C doesn't reach it.
 */
const script = `
folder=$1 install=$2 server=$3 user=$4 port=$5
common="--datadir=$folder/data --user=$user --innodb-buffer-pool-size=32M --innodb-log-file-size=8M"
(
  "$install" $common --auth-root-authentication-method=normal --skip-test-db >"$folder/log.err" 2>&1 || exit
  # The data is thrown away: nothing needs to reach the disk.
  exec "$server" $common --socket="$folder/socket" --pid-file="$folder/pid" --log-error="$folder/log.err" --port="$port" \\
    --bind-address=127.0.0.1 --skip-name-resolve --skip-log-bin --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0
) </dev/null &
work=$!
read -r _
kill -9 $work
wait $work 2>/dev/null
rm -rf "$folder"
kill -9 0
`;

/** @throws ShopError TAP5901 */
export async function startMariaDb(): Promise<MariaDb> {
  const { server, install } = findMariaDb();
  // A short path: a socket's may have 107 characters.
  const folder = mkdtempSync(join(tmpdir(), 'shop-'));
  const port = await freePort();
  const shell = spawn('/bin/sh', ['-c', script, 'sh', folder, install, server, userInfo().username, String(port)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  return {
    port,
    lastWords: () => readIfThere(join(folder, 'log.err')).trimEnd().split('\n').slice(-5).join('\n'),
    stop: () => ended(shell),
  };
}

function ended(shell: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (shell.exitCode !== null || shell.signalCode !== null) {
      resolve();
      return;
    }
    shell.once('exit', () => resolve());
    shell.stdin?.end();
  });
}

function onPath(command: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, command);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder; the next one may have it.
    }
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
