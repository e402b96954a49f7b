import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { exitCodes, RunError } from '../command/run-error';
import { type Configuration, configure } from './configuration';

/** Where an app keeps its configuration, beside its `cdk.json`: a module in TypeScript whose default export it is. */
export const configurationFile = join('rehearsal', 'rehearsal.config.ts');

/** Reads what an app tells the rehearsal; one that has no such file tells nothing. */
export type LoadConfiguration = (app: string) => Configuration;

/**
 * Reads the configuration of an app, whose packages must be there.
 *
 * @param app its folder in a clone of the rehearsed commit: its own file counts, whatever lies above it, or in the user's tree
 * @throws RunError TAP4066 if the file can't be loaded, or says what is not allowed
 */
export const loadConfiguration: LoadConfiguration = (app) => {
  const file = join(app, configurationFile);
  if (!existsSync(file)) return configure(configurationFile, {});
  return configure(configurationFile, defaultExport(file));
};

function defaultExport(file: string): unknown {
  try {
    const module: { readonly default?: unknown } = createRequire(file)(file);
    return module.default;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new RunError('TAP4066', exitCodes.wrongUse, `${configurationFile} can't be loaded: ${message}`, {
      cause: error,
    });
  }
}
