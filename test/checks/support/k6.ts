import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The k6 on the PATH. Set-up puts one there; without it these tests fail, they are never skipped. */
export function k6(): string {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, 'k6');
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  throw new Error('k6 is not on the PATH; "npm test" puts it there');
}
