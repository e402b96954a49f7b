import { join } from 'node:path';
import { replaceFile } from './stamp.mjs';

/**
 * Writes a shell script into the tools' `bin`, as a whole or not at all.
 * @param {import('./context.mjs').Context} context @param {string} name @param {string} body
 */
export function writeWrapper({ bin }, name, body) {
  replaceFile(join(bin, name), `#!/bin/sh\n${body}\n`, 0o755);
}
