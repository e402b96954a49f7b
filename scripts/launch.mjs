// Usage: node scripts/launch.mjs <need> [program.ts] [arguments...]
// Installs what the need names, then runs the program in this same process, so that a signal sent to npm reaches it.
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [, , , program, ...args] = process.argv;
if (program) {
  const file = resolve(root, program);
  process.argv = [process.argv[0], file, ...args];
  const require = createRequire(import.meta.url);
  const { register } = await import(pathToFileURL(require.resolve('tsx/esm/api')).href);
  register();
  require('tsx/cjs/api').register();
  await import(pathToFileURL(file).href);
}
