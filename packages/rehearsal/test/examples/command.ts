import { join } from 'node:path';
import { main } from '../../src/cli';
import { outliveReaders } from '../../src/command/lifetime';
import { realSurroundings } from '../../src/run/real-surroundings';

/** The rehearsal as a program, for any repository: it knows no faults, and no repository that it belongs to. */
const toolsRoot = join(__dirname, '../../../..');

outliveReaders();

main(process.argv.slice(2), {
  command: 'rehearse',
  faults: [],
  cwd: process.cwd(),
  interactive: false,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  surroundings: () => realSurroundings(toolsRoot),
}).then((exitCode) => {
  process.exit(exitCode);
});
