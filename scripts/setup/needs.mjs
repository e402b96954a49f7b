import { chromium } from './steps/chromium.mjs';
import { k6 } from './steps/k6.mjs';
import { mariadb } from './steps/mariadb.mjs';
import { nodeModules } from './steps/node-modules.mjs';
import { cfnLint, checkov, emulator } from './steps/python.mjs';
import { systemProgram } from './steps/system-program.mjs';

const packages = nodeModules('');
const shopPackages = nodeModules('app');
const git = systemProgram('git', 'to read the commit that is rehearsed');
const shell = systemProgram('bash', 'to run the commands of build specifications');

const rehearse = [[git, shell, packages, shopPackages], [emulator, k6], [mariadb]];

/**
 * What each need installs, as lanes that go side by side; the steps of a lane follow each other.
 * @type {Readonly<Record<string, readonly (readonly import('./steps/step.mjs').Step[])[]>>}
 */
export const needs = {
  rehearse,
  configured: rehearse,
  test: [[packages, shopPackages]],
  integration: [[packages, shopPackages], [k6], [mariadb]],
  emulator: [[packages], [emulator]],
  packages: [[packages], [emulator], [mariadb]],
  browser: [[chromium, packages, shopPackages], [k6], [mariadb]],
  picture: [[chromium, packages]],
  synth: [[packages]],
  templates: [[packages], [cfnLint], [checkov]],
  load: [[packages], [k6]],
};

/** What a program's `--help` needs. */
export const bareLanes = [[packages]];
