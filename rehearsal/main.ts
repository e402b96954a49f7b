import { main } from './cli';
import { outliveReaders } from './run/lifetime';
import { realSurroundings } from './run/real-surroundings';

outliveReaders();

main(process.argv.slice(2), {
  cwd: process.cwd(),
  interactive: process.stdin.isTTY === true,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  surroundings: realSurroundings,
}).then((exitCode) => {
  // Not by waiting for handles: everything that counts has ended, and a forgotten socket must not keep the process.
  process.exit(exitCode);
});
