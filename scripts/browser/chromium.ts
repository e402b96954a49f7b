import { CodedError } from '@delivery/coded-error';
import { browserNames, findBrowser } from '../../checks/smoke/browser/find-browser';

/** The browser of this machine. Set-up has put the one that `CHROMIUM_PATH` names on the PATH. @throws CodedError TAP5903 if there is none */
export function findChromium(path = process.env.PATH ?? ''): string {
  const found = findBrowser({ PATH: path });
  if (found) return found;
  throw new CodedError('TAP5903', `no browser found: put one of ${browserNames.join(', ')} on the PATH`);
}
