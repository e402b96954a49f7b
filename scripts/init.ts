import { dirname } from 'node:path';
import { CommanderError } from 'commander';
import { CodedError } from '../lib/errors';
import { outliveReaders, watchLifetime } from '../rehearsal/run/lifetime';
import { exitCodes, RunError } from '../rehearsal/run/run-error';
import { ConfigurationFile } from './init/configuration-file';
import { parseFlags } from './init/flags';

/**
 * `npm run init`: asks what a team must say before its first deployment, and writes it into `lib/config/environments.ts`.
 *
 * The file is written only once the answers are a valid configuration, and is put back if the synth that follows is
 * interrupted. It counts as edited if what it says is not what the shipped example says; comments stay in any case.
 *
 * Exit codes: 0 written, or nothing to write, and the synth passed; 1 the answers or the synth are refused; 2 wrong use;
 * 3 the machine lacks something; 130 interrupted.
 */

const root = dirname(__dirname);

/** Never throws. @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
  const controller = new AbortController();
  const unwatch = watchLifetime(controller);
  try {
    const options = parseFlags(args);
    const file = ConfigurationFile.read(root);
    // Loaded now, because it loads the team's file: one that is broken has been refused by its code.
    const { configure } = await import('./init/configure.ts');
    return await configure({ root, file, options, controller });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.wrongUse;
    if (controller.signal.aborted) {
      console.error('\nInterrupted: lib/config/environments.ts is as it was.');
      return exitCodes.interrupted;
    }
    console.error(error instanceof CodedError ? error.message : error);
    return error instanceof RunError ? error.exitCode : 1;
  } finally {
    unwatch();
  }
}

outliveReaders();
void main(process.argv.slice(2)).then((code) => process.exit(code));
