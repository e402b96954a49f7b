import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CodedError } from '../../../lib/errors';
import { freePort } from '../workloads/free-port';
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

const INSTALL_LIMIT_MS = 60_000;
const START_LIMIT_MS = 30_000;
const STOP_GRACE_MS = 2_000;

// Small, because three of them run beside everything else on a laptop; what is in them is gone with the run anyway.
const SIZES = ['--innodb-buffer-pool-size=48M', '--innodb-log-file-size=16M', '--key-buffer-size=1M'];
const SHORT_LIVED = ['--innodb-flush-log-at-trx-commit=2', '--innodb-doublewrite=0', '--skip-log-bin'];

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
    { env, timeout: INSTALL_LIMIT_MS },
  ).catch((error: Error) => {
    throw new CodedError('TAP4411', `${options.installer} could not make a data folder: ${error.message}`, {
      cause: error,
    });
  });

  // A path of a socket holds a hundred characters at most; work folders are longer.
  const sockets = await mkdtemp(join(tmpdir(), 'tap-db-'));
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
      ...SIZES,
      ...SHORT_LIVED,
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
  const first: Administrator = { user: 'root', password: '', socketPath };
  if (!(await isUp(first, START_LIMIT_MS, () => end !== undefined))) {
    await server.stop(0);
    await rm(sockets, { recursive: true, force: true });
    throw new CodedError('TAP4411', `${options.server} did not come up${end ? ` (${end})` : ''}; see ${log}`);
  }
  const password = randomBytes(18).toString('hex');
  await runSql(first, [`ALTER USER root@localhost IDENTIFIED BY ${literal(password)}`]);

  return {
    kind: 'MariaDB',
    host: '127.0.0.1',
    port,
    prefix: '',
    administrator: { ...first, password },
    ended: server.ended.then(({ text }) => text),
    async stop() {
      await server.stop(STOP_GRACE_MS);
      await rm(sockets, { recursive: true, force: true });
    },
  };
}
