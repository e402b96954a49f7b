import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';
import { readJson, replaceFile } from './stamp.mjs';

/** @typedef {readonly [major: number, minor: number]} Version */

/**
 * The first executable of that name in the folders.
 * @param {string} name @param {readonly string[]} folders @returns {string | undefined}
 */
export function findProgram(name, folders) {
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * What a program says of its version. Remembered for as long as the file stays the same, because asking some programs
 * takes longer than the whole check may.
 *
 * @param {import('./context.mjs').Context} context
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<string>} empty if it can't be run
 */
export async function versionText(context, program, args) {
  const real = realpathSync(program);
  const { size, mtimeMs } = statSync(real);
  const key = `${program} ${args.join(' ')}`;
  const memory = join(context.tools, 'versions.json');
  const known = /** @type {Record<string, { size: number, mtimeMs: number, text: string }>} */ (readJson(memory) ?? {});
  const entry = known[key];
  if (entry?.size === size && entry.mtimeMs === mtimeMs) return entry.text;
  const { code, stdout, stderr } = await run(context, program, args, { timeoutMs: 20_000 });
  if (code !== 0) return '';
  const text = (stdout.trim() || stderr.trim()).slice(0, 500);
  const latest = /** @type {typeof known} */ (readJson(memory) ?? {});
  replaceFile(memory, `${JSON.stringify({ ...latest, [key]: { size, mtimeMs, text } }, null, 2)}\n`);
  return text;
}

/**
 * The first `major.minor` in a text.
 * @param {string} text @returns {Version | undefined}
 */
export function parseVersion(text) {
  const found = /(\d+)\.(\d+)/.exec(text);
  return found ? [Number(found[1]), Number(found[2])] : undefined;
}

/** @param {Version} version @param {Version} floor */
export function isAtLeast(version, floor) {
  return version[0] > floor[0] || (version[0] === floor[0] && version[1] >= floor[1]);
}
