import { dirname } from 'node:path';
import { runCommand } from './command';
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

runCommand(async (args, controller) => {
  const options = parseFlags(args);
  const file = ConfigurationFile.read(root);
  // Loaded now, because it loads the team's file: one that is broken has been refused by its code.
  const { configure } = await import('./init/configure.ts');
  return configure({ root, file, options, controller });
}, '\nInterrupted: lib/config/environments.ts is as it was.');
