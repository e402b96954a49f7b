import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { CodedError } from '../../../lib/errors';
import { freePort } from '../workloads/free-port';
import { type DatabaseServer, isUp, runSql } from './database-server';

const IMAGE = 'mysql:8';
// The image may have to be pulled first.
const RUN_LIMIT_MS = 300_000;
const START_LIMIT_MS = 90_000;
const STOP_LIMIT_MS = 5_000;

/** True if a Docker daemon answers; a client without one does not count. */
export async function dockerAnswers(): Promise<boolean> {
  return promisify(execFile)('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 5_000 }).then(
    () => true,
    () => false,
  );
}

/**
 * Starts MySQL in a container that is removed when it stops.
 *
 * @throws TAP4411 if the container can't be started or the server does not come up
 */
export async function startDockerMysql(): Promise<DatabaseServer> {
  const port = await freePort();
  const password = randomBytes(18).toString('hex');
  const run = promisify(execFile);
  // The password travels in the environment: an argument could be read in the list of processes.
  const { stdout } = await run(
    'docker',
    ['run', '--rm', '--detach', '--publish', `127.0.0.1:${port}:3306`, '--env', 'MYSQL_ROOT_PASSWORD', IMAGE],
    { env: { ...process.env, MYSQL_ROOT_PASSWORD: password }, timeout: RUN_LIMIT_MS },
  ).catch((error: Error) => {
    throw new CodedError('TAP4411', `docker could not start ${IMAGE}: ${error.message}`, { cause: error });
  });
  const container = stdout.trim();
  const stop = async () => {
    await run('docker', ['kill', container], { timeout: STOP_LIMIT_MS }).catch(() => undefined);
  };
  const administrator = { user: 'root', password, host: '127.0.0.1', port };
  if (!(await isUp(administrator, START_LIMIT_MS, () => false))) {
    await stop();
    throw new CodedError('TAP4411', `${IMAGE} in Docker did not come up within ${START_LIMIT_MS / 1000} s`);
  }
  const ended = run('docker', ['wait', container]).then(
    ({ stdout: code }) => `exit code ${code.trim()}`,
    () => 'docker lost it',
  );
  return {
    kind: 'MySQL 8 in Docker',
    host: '127.0.0.1',
    port,
    prefix: '',
    sql: (statements) => runSql(administrator, statements),
    ended,
    stop,
  };
}
