import { dirname } from 'node:path';
import { exitCodes } from '@delivery/rehearsal/command/run-error';
import { runCommand } from './command';
import { main } from './doctor/command-line';

/**
 * `npm run doctor`: looks at the accounts of the configuration for what would stop a delivery, and changes nothing in them.
 *
 * Exit codes: 0 everything was seen and is in order, 1 there are findings or something was not seen, 2 wrong use,
 * 130 interrupted.
 */

const root = dirname(__dirname);

runCommand((args, { signal }) => {
  // Calls that AWS keeps waiting are not waited for.
  const interrupted = new Promise<number>((resolve) => {
    signal.addEventListener('abort', () => resolve(exitCodes.interrupted), { once: true });
  });
  return Promise.race([main(args, { root, signal, print: console.log }), interrupted]);
});
