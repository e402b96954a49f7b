import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CodedError } from '@delivery/coded-error';
import { freePort } from '../base/free-port';
import { startProcess } from '../workloads/process';
import type { ProcessGuard } from '../workloads/process-guard';
import { type Administrator, type DatabaseServer, isUp, literal, runSql } from './database-server';

export interface MariadbOptions {
  /** Paths of the two programs. */
  readonly server: string;
  readonly installer: string;
  /** Folder for the server's data and log; need not exist. */
  readonly directory: string;
  /** PATH of the programs. */
  readonly path: string;
  readonly guard: ProcessGuard;
}

const installLimitMs = 60_000;
const startLimitMs = 30_000;
const stopGraceMs = 2_000;

// Small, because three of them run beside everything else on a laptop; what is in them is gone with the run anyway.
const sizes = ['--innodb-buffer-pool-size=48M', '--innodb-log-file-size=16M', '--key-buffer-size=1M'];
const shortLived = ['--innodb-flush-log-at-trx-commit=2', '--innodb-doublewrite=0', '--skip-log-bin'];

/**
 * Starts a MariaDB server with a new data folder, on 127.0.0.1 alone. Only its socket, in a folder that nobody else may
 * enter, lets the administrator in.
 *
 * @throws TAP4411 if the data folder can't be made or the server does not come up
 */
export async function startMariadb(options: MariadbOptions): Promise<DatabaseServer> {
  const { directory } = options;
  const data = join(directory, 'data');
  const log = join(directory, 'server.log');
  const env = { PATH: options.path, LANG: 'C.UTF-8', HOME: directory };
  await mkdir(directory, { recursive: true });
  const { username } = userInfo();
  await promisify(execFile)(
    options.installer,
    [
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-name-resolve',
      '--skip-test-db',
      `--user=${username}`,
      '--innodb-log-file-size=16M',
    ],
    { env, timeout: installLimitMs },
  ).catch((error: Error) => {
    throw new CodedError('TAP4411', `${options.installer} could not make a data folder: ${error.message}`, {
      cause: error,
    });
  });

  const sockets = await socketFolder(directory);
  const socketPath = join(sockets, 's');
  const port = await freePort();
  const server = startProcess({
    command: [
      options.server,
      `--datadir=${data}`,
      `--socket=${socketPath}`,
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      `--user=${username}`,
      `--pid-file=${join(directory, 'server.pid')}`,
      '--skip-name-resolve',
      '--max-connections=400',
      ...sizes,
      ...shortLived,
    ],
    cwd: directory,
    env,
    logFile: log,
    guard: options.guard,
  });
  let end: string | undefined;
  void server.ended.then(({ text }) => {
    end = text;
  });
  const stop = async () => {
    await server.stop(stopGraceMs);
    if (sockets !== directory) await rm(sockets, { recursive: true, force: true });
  };
  const first: Administrator = { user: 'root', password: '', socketPath };
  const password = randomBytes(18).toString('hex');
  if (!(await isUp(first, startLimitMs, () => end !== undefined)) || !(await secured(first, password))) {
    await stop();
    throw new CodedError('TAP4411', `${options.server} did not come up${end ? ` (${end})` : ''}; see ${log}`);
  }

  return {
    kind: 'MariaDB',
    host: '127.0.0.1',
    port,
    prefix: '',
    sql: (statements) => runSql({ ...first, password }, statements),
    ended: server.ended.then(({ text }) => text),
    stop,
  };
}

// sun_path holds 104 bytes on macOS, 108 on Linux.
const longestSocketPath = 100;

/** Work folders are often too long for the path of a socket. */
async function socketFolder(directory: string): Promise<string> {
  return join(directory, 's').length <= longestSocketPath ? directory : mkdtemp(join(tmpdir(), 'rehearsal-db-'));
}

/** Leaves one administrator, with a password: the installer makes more of them, for TCP too, and without. */
async function secured(first: Administrator, password: string): Promise<boolean> {
  try {
    const [others = []] = await runSql(first, [
      "SELECT user AS name, host AS place FROM mysql.user WHERE user IN ('root', '') AND host <> 'localhost'",
    ]);
    await runSql(first, [
      ...(others as { name: string; place: string }[]).map(
        ({ name, place }) => `DROP USER ${literal(name)}@${literal(place)}`,
      ),
      `ALTER USER root@localhost IDENTIFIED BY ${literal(password)}`,
    ]);
    return true;
  } catch {
    return false;
  }
}
