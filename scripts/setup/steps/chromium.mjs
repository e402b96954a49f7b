import { findProgram, isExecutable } from '../path-tool.mjs';
import { SetupError } from '../setup-error.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A browser of the Chromium family; set-up looks for it and never installs it. @type {import('./step.mjs').Step} */
export const chromium = {
  name: 'Chromium',
  satisfied: async (context) => findChromium(context) !== undefined,
  demand: async (context) => {
    throw new SetupError(
      'TAP4013',
      `the browser tests need Chromium or Chrome, and ${names.join(', ')} are not on the PATH. ` +
        (context.platform === 'darwin' ? 'Install Google Chrome' : 'Install it (apt install chromium on Debian)') +
        ', or name the program in CHROMIUM_PATH, and try again.',
    );
  },
  install: async () => undefined,
};

/** @param {import('../context.mjs').Context} context */
function findChromium({ env, searchPath }) {
  const named = env.CHROMIUM_PATH;
  if (named) return isExecutable(named) ? named : undefined;
  return names.map((name) => findProgram(name, searchPath)).find(Boolean) ?? macApplications.find(isExecutable);
}
