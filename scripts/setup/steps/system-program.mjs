import { findProgram } from '../path-tool.mjs';
import { SetupError } from '../setup-error.mjs';

/**
 * A program that has to be on the PATH and that set-up never installs.
 * @param {string} name @param {string} purpose @returns {import('./step.mjs').Step}
 */
export function systemProgram(name, purpose) {
  return {
    name,
    satisfied: async ({ searchPath }) => findProgram(name, searchPath) !== undefined,
    demand: async () => {
      throw new SetupError('TAP4012', `${name} is not on the PATH; it is needed ${purpose}. Install it and try again.`);
    },
    install: async () => undefined,
  };
}
