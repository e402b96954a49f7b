import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lastWords, run } from '../run.mjs';
import { SetupError } from '../setup-error.mjs';
import { fingerprint, readJson, readText, replaceFile } from '../stamp.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} LockFile
 */

/**
 * The packages of one package-lock.json. A folder without one needs nothing.
 * @param {string} folder relative to the repository; empty for the repository itself
 * @returns {import('./step.mjs').Step}
 */
export function nodeModules(folder) {
  const name = join(folder, 'node_modules');
  return {
    name,
    satisfied: async ({ root }) => isInstalled(join(root, folder)),
    install: async (context) => {
      const place = join(context.root, folder);
      context.say(`npm ci: installing the packages of ${join(folder, 'package-lock.json')}`);
      const result = await run(context, 'npm', npmArguments, { cwd: place, env: npmVariables });
      if (result.code !== 0) {
        throw new SetupError(
          'TAP4002',
          `npm ci in ${place} failed, so ${name} is missing or incomplete. npm needs its registry or a cache that holds ` +
            `every package. Its last words:\n${lastWords(result)}`,
        );
      }
      remember(place);
    },
  };
}

/**
 * Scripts of packages are never run. A registry that doesn't answer is given up within half a minute. Whatever the user's
 * npm leaves out (`omit`, `production`, NODE_ENV), all kinds of packages are needed here: npm lets `include` win over `omit`.
 * https://docs.npmjs.com/cli/v11/using-npm/config#include
 */
const npmArguments = [
  'ci',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--prefer-offline',
  '--fetch-retries=1',
  '--include=dev',
  '--include=optional',
  '--include=peer',
];

/** Set-up may itself run inside an npm script, whose settings for that script must not reach this installation. */
const npmVariables = {
  NODE_ENV: 'development',
  npm_config_loglevel: 'notice',
  npm_config_fetch_retry_mintimeout: '2000',
};

/** @param {string} place */
function isInstalled(place) {
  const lock = readText(join(place, 'package-lock.json'));
  if (lock === undefined) return true;
  if (readText(stampFile(place)) === stampOf(lock)) return true;
  const wanted = JSON.parse(lock);
  if (!isSameTree(wanted, readJson(join(place, 'node_modules', '.package-lock.json')))) return false;
  if (!hasWorkspaces(place, wanted)) return false;
  remember(place);
  return true;
}

/**
 * Holds what npm says it installed against what the lock file asks for. Optional packages may be absent: they are for
 * other machines.
 * @param {LockFile} wanted @param {unknown} found
 */
function isSameTree(wanted, found) {
  const installed = /** @type {LockFile | undefined} */ (found)?.packages;
  if (installed === undefined) return false;
  const missing = Object.entries(wanted.packages ?? {}).filter(
    ([path, { version, integrity, optional, devOptional }]) => {
      if (path === '') return false;
      const there = installed[path];
      if (there === undefined) return !(optional || devOptional);
      return there.version !== version || (integrity !== undefined && there.integrity !== integrity);
    },
  );
  return missing.length === 0;
}

/** npm notes the links of workspaces also where it was told to write the lock file alone. @param {string} place @param {LockFile} wanted */
function hasWorkspaces(place, wanted) {
  return Object.entries(wanted.packages ?? {}).every(([path, { link }]) => !link || existsSync(join(place, path)));
}

/** The stamp lies inside, so that it goes when the packages go. @param {string} place */
function stampFile(place) {
  return join(place, 'node_modules', '.set-up');
}

/** @param {string} lock */
function stampOf(lock) {
  return `${fingerprint([lock, process.platform, process.arch])}\n`;
}

/** @param {string} place */
function remember(place) {
  const lock = readText(join(place, 'package-lock.json'));
  if (lock !== undefined && existsSync(join(place, 'node_modules'))) replaceFile(stampFile(place), stampOf(lock));
}
