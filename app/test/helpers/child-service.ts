import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { MigrationSettings } from '../../src/settings';

/** A service in a process of its own. */
export interface ChildService {
  readonly port: number;
  /** Ends it by SIGTERM, or by SIGKILL if it takes longer than 10 s. */
  stop(): Promise<void>;
}

/** The environment that the shop's commands take, for a schema without TLS. Services listen on a free port of 127.0.0.1. */
export function shopVariables(settings: MigrationSettings): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOST: '127.0.0.1',
    PORT: '0',
    SERVICE_ENVIRONMENT: settings.environment,
    DATABASE_HOST: settings.database.host,
    DATABASE_PORT: String(settings.database.port),
    DATABASE_NAME: settings.database.name,
    DATABASE_TLS: settings.database.tls,
    DATABASE_SECRET: JSON.stringify(settings.secret.credentials),
    MIGRATION_SECRET: JSON.stringify(settings.migrator),
  };
}

/**
 * Starts a program that writes `{"msg":"listening","port":...}` once it listens, and reads its output for as long as it runs.
 *
 * @throws Error if it ends before it listens
 */
export async function startChildService(
  args: readonly string[],
  environment: Record<string, string>,
): Promise<ChildService> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: environment });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code} before it listened`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('"msg":"listening"')) {
        resolve(JSON.parse(line).port);
      }
    });
  });
  return { port, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exit;
  clearTimeout(timer);
}
