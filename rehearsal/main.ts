import { join } from 'node:path';
import { main } from '@delivery/rehearsal/cli';
import { outliveReaders } from '@delivery/rehearsal/command/lifetime';
import { realSurroundings } from '@delivery/rehearsal/run/real-surroundings';
import { catalogue } from './faults/catalogue';

outliveReaders();

main(process.argv.slice(2), {
  command: 'npm run rehearse --',
  faults: catalogue,
  cwd: process.cwd(),
  interactive: process.stdin.isTTY === true,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  surroundings: () => realSurroundings(join(__dirname, '..')),
}).then((exitCode) => {
  // Not by waiting for handles: everything that counts has ended, and a forgotten socket must not keep the process.
  process.exit(exitCode);
});
