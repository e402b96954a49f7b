import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CodedError } from '@delivery/coded-error';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser on the PATH. @throws CodedError TAP5903 if there is none */
export function findChromium(path = process.env.PATH ?? ''): string {
  for (const folder of path.split(delimiter)) {
    for (const name of names) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not in this folder; the next one may have it.
      }
    }
  }
  throw new CodedError('TAP5903', `no browser found: put one of ${names.join(', ')} on the PATH`);
}
