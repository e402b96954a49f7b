import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { exitCodes, RunError } from '../command/run-error';
import { type Configuration, configure } from './configuration';

/** Where a repository keeps its configuration: a module in TypeScript whose default export it is. */
export const configurationFile = join('rehearsal', 'rehearsal.config.ts');

/** Reads what a repository tells the rehearsal; one that has no such file tells nothing. */
export type LoadConfiguration = (repository: string) => Configuration;

/**
 * Reads the configuration of a repository, whose packages must be there.
 *
 * @param repository a clone of the rehearsed commit: its own file counts, whatever lies in the user's tree
 * @throws RunError TAP4066 if the file can't be loaded, or says what is not allowed
 */
export const loadConfiguration: LoadConfiguration = (repository) => {
  const file = join(repository, configurationFile);
  if (!existsSync(file)) return configure(configurationFile, {});
  try {
    const module: { readonly default?: unknown } = createRequire(file)(file);
    return configure(configurationFile, module.default);
  } catch (error) {
    throw refused(error);
  }
};

function refused(error: unknown): RunError {
  const message = error instanceof Error ? error.message : String(error);
  return new RunError(
    'TAP4066',
    exitCodes.wrongUse,
    `${configurationFile} could not be read: ${message.replace(/^TAP4066: /, '')}`,
    { cause: error },
  );
}
