import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import type { ProcessGuard } from '../workloads/process-guard';
import type { DatabaseServer } from './database-server';
import { useGivenServer } from './given-server';
import { startMariadb } from './mariadb-server';

export interface ServerChoice {
  /** DATABASE_URL, where it is set. */
  readonly url?: string;
  /** Folders in which programs are looked for, as in PATH: set-up's own first. */
  readonly path: string;
  readonly guard: ProcessGuard;
}

/**
 * Starts a server for one cluster: the one that DATABASE_URL names, else MariaDB from the PATH.
 *
 * @param directory folder for the server's data
 * @throws TAP4410 if there is neither
 */
export async function startServer(choice: ServerChoice, directory: string): Promise<DatabaseServer> {
  if (choice.url) return useGivenServer(choice.url);
  const server = find('mariadbd', choice.path);
  const installer = find('mariadb-install-db', choice.path);
  if (server && installer)
    return startMariadb({ server, installer, directory, path: choice.path, guard: choice.guard });
  throw new CodedError(
    'TAP4410',
    'no MySQL-compatible server: put mariadbd and mariadb-install-db on the PATH, or name a server in DATABASE_URL (mysql://user:password@host:port/)',
  );
}

/** Path of a program, if one of the folders has it. */
export function find(program: string, path: string): string | undefined {
  const candidates = path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, program));
  return candidates.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
