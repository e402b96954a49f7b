import { delimiter, join } from 'node:path';
import { startServer } from '../database/choose-server';
import { Databases } from '../database/databases';
import type { Ground } from './ground';
import { ownCaller } from './own-caller';

/** @param url DATABASE_URL of the person who rehearses, where it is set */
export function wireDatabases(ground: Ground, url: string | undefined): Databases {
  const { calls, guard, deployed, services, usage, warn } = ground;
  const path = [join(services.toolsDir, 'bin'), process.env.PATH ?? ''].join(delimiter);
  return new Databases({
    deployed,
    workDir: services.workDir,
    start: (directory) => startServer({ url, path, guard }, directory),
    secret: (of, arn) => calls.secret(ownCaller('database', of), arn),
    putSecret: (of, arn, value) => calls.putSecret(ownCaller('database', of), arn, value),
    started: (cluster, { host, port }) => usage.note(cluster, `database server on ${host}:${port} for its clients`),
    lost: ({ environment }, reason) => warn('TAP4413', `the database of ${environment} has ended by itself: ${reason}`),
  });
}
