import { findProgram, isExecutable } from '../path-tool.mjs';
import { SetupError } from '../setup-error.mjs';
import { writeWrapper } from '../wrapper.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * A browser of the Chromium family. Set-up never installs one; it puts one that is not on the PATH there for its programs.
 * @type {import('./step.mjs').Step}
 */
export const chromium = {
  name: 'Chromium',
  satisfied: async ({ env, bin, searchPath }) => {
    const folders = env.CHROMIUM_PATH ? [bin] : [...searchPath, bin];
    return names.some((name) => findProgram(name, folders) !== undefined);
  },
  demand: async (context) => {
    if (elsewhere(context) !== undefined) return;
    throw new SetupError(
      'TAP4013',
      context.env.CHROMIUM_PATH
        ? `CHROMIUM_PATH names ${context.env.CHROMIUM_PATH}, which is no program.`
        : `this needs Chromium or Chrome, and ${names.join(', ')} are not on the PATH. ` +
            (context.platform === 'darwin' ? 'Install Google Chrome' : 'Install it (apt install chromium on Debian)') +
            ', or name the program in CHROMIUM_PATH, and try again.',
    );
  },
  install: async (context) => {
    const program = elsewhere(context);
    if (program !== undefined) writeWrapper(context, 'chromium', `exec '${program}' "$@"`);
  },
};

/** @param {import('../context.mjs').Context} context */
function elsewhere({ env }) {
  return (env.CHROMIUM_PATH ? [env.CHROMIUM_PATH] : macApplications).find(isExecutable);
}
