import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * What every step of set-up is given.
 *
 * @typedef {object} Context
 * @property {string} root the repository
 * @property {string} tools the ignored folder that set-up writes to
 * @property {string} bin `bin` in that folder: what is found there goes before the PATH
 * @property {readonly string[]} searchPath folders of the user's PATH, without `bin`
 * @property {NodeJS.ProcessEnv} env variables for the programs that set-up runs
 * @property {NodeJS.Platform} platform
 * @property {string} arch
 * @property {AbortSignal} signal fires when set-up has to end
 * @property {(text: string) => void} say tells the user what is being done
 */

/**
 * @param {object} options
 * @param {string} options.root
 * @param {AbortSignal} options.signal
 * @param {(text: string) => void} options.say
 * @param {NodeJS.ProcessEnv} [options.env]
 * @returns {Context}
 */
export function createContext({ root, signal, say, env = process.env }) {
  const tools = join(root, '.tools');
  const bin = join(tools, 'bin');
  return {
    root,
    tools,
    bin,
    searchPath: (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '' && folder !== bin),
    env,
    platform: process.platform,
    arch: process.arch,
    signal,
    say,
  };
}

/**
 * Runs a piece of work in a folder of its own beside the tools, so that the result can be renamed into place. The folder
 * is removed at the end, whatever happens.
 *
 * @template T
 * @param {Context} context
 * @param {(folder: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inDraftFolder({ tools }, work) {
  const drafts = join(tools, 'drafts');
  mkdirSync(drafts, { recursive: true });
  const folder = mkdtempSync(join(drafts, 'draft-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
