import { dirname, join } from 'node:path';
import { main } from './cli';
import { createTerminal } from './terminal/terminal';

const root = dirname(__dirname);

main(process.argv.slice(2), {
  cwd: process.cwd(),
  interactive: process.stdin.isTTY === true,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  surroundings: () => ({
    root,
    toolsDir: join(root, '.tools'),
    terminal: createTerminal(process.stdout),
    input: process.stdin,
    output: process.stdout,
  }),
}).then((exitCode) => {
  // Not by waiting for handles: everything that counts has ended, and a forgotten socket must not keep the process.
  process.exit(exitCode);
});
