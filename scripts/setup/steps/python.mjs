import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, isAtLeast, parseVersion } from '../path-tool.mjs';
import { lastWords, run } from '../run.mjs';
import { SetupError } from '../setup-error.mjs';
import { fingerprint, readText, replaceFile } from '../stamp.mjs';

/** @type {import('../path-tool.mjs').Version} */
const floor = [3, 10];

/** `python3` first: it is what the user means; then every release by name, the newest that has all wheels first. */
const candidates = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

/**
 * A Python environment in `.tools`, made from hash-pinned wheels alone.
 * @param {object} options
 * @param {string} options.holds what it is for, as the user reads it
 * @param {string} options.folder its place in `.tools`
 * @param {string} options.requirements file in `scripts/setup` that pins what is in it
 * @returns {import('./step.mjs').Step}
 */
function environmentStep({ holds, folder, requirements }) {
  const place = (/** @type {import('../context.mjs').Context} */ { tools }) => join(tools, folder);
  const pins = (/** @type {import('../context.mjs').Context} */ { root }) =>
    join(root, 'scripts', 'setup', requirements);
  // Bound to its place, because the programs of an environment hold its path.
  const stamp = (/** @type {import('../context.mjs').Context} */ context) =>
    `${fingerprint([place(context), readText(pins(context)) ?? ''])}\n`;
  return {
    name: `the Python environment of ${holds}`,
    satisfied: async (context) =>
      readText(join(place(context), '.set-up')) === stamp(context) && existsSync(join(place(context), 'bin', 'python')),
    demand: async (context) => {
      await findPython(context);
    },
    install: async (context) => {
      // An environment knows its own path and can't be renamed into place: its stamp is what makes it whole.
      rmSync(place(context), { recursive: true, force: true });
      await makeEnvironment(context, place(context));
      context.say(`pip: installing ${holds} and what it needs`);
      await pipInstall(context, place(context), pins(context), []);
      replaceFile(join(place(context), '.set-up'), stamp(context));
    },
  };
}

/** The local cloud's emulator. */
export const emulator = environmentStep({
  holds: 'the emulator (ministack)',
  folder: 'python',
  requirements: 'requirements.txt',
});

/** CloudFormation's linter. */
export const cfnLint = environmentStep({
  holds: 'cfn-lint',
  folder: 'cfn-lint',
  requirements: 'requirements-cfn-lint.txt',
});

/** The second reader of templates. */
export const checkov = environmentStep({
  holds: 'checkov',
  folder: 'checkov',
  requirements: 'requirements-checkov.txt',
});

/**
 * Makes an empty environment with pip in it.
 * @param {import('../context.mjs').Context} context @param {string} place
 */
export async function makeEnvironment(context, place) {
  const python = await findPython(context);
  context.say(`Python: making an environment with ${python}`);
  const result = await run(context, python, ['-m', 'venv', place], { timeoutMs: 120_000 });
  if (result.code !== 0) {
    throw new SetupError(
      'TAP4004',
      `${python} -m venv failed. On Debian and Ubuntu the module is a package of its own: apt install python3-venv. ` +
        `Its last words:\n${lastWords(result)}`,
    );
  }
}

/**
 * Installs wheels whose hashes are in the requirements file, and nothing else.
 * @param {import('../context.mjs').Context} context
 * @param {string} environment folder of the environment whose pip is used
 * @param {string} requirements
 * @param {readonly string[]} more further arguments for pip
 */
export async function pipInstall(context, environment, requirements, more) {
  const pip = ['-m', 'pip', '--disable-pip-version-check', '--no-input', '--retries', '1', '--timeout', '20'];
  const pinned = [
    'install',
    '--require-hashes',
    '--only-binary',
    ':all:',
    '--no-compile',
    '--requirement',
    requirements,
  ];
  const result = await run(context, join(environment, 'bin', 'python'), [...pip, ...pinned, ...more]);
  if (result.code !== 0) {
    throw new SetupError(
      'TAP4005',
      `pip could not install ${requirements}. It needs PyPI or a mirror of it (pip's own configuration is used). ` +
        `Its last words:\n${lastWords(result)}`,
    );
  }
}

/**
 * @param {import('../context.mjs').Context} context
 * @returns {Promise<string>} an interpreter that is new enough
 * @throws {SetupError} TAP4003
 */
async function findPython(context) {
  const seen = [];
  for (const name of candidates) {
    const program = findProgram(name, context.searchPath);
    if (program === undefined) continue;
    const { stdout } = await run(context, program, ['-c', 'import sys; print("%d.%d.%d" % sys.version_info[:3])']);
    const version = parseVersion(stdout);
    if (version && isAtLeast(version, floor)) return program;
    seen.push(`${program} is ${stdout.trim() || 'not usable'}`);
  }
  throw new SetupError(
    'TAP4003',
    `Python ${floor.join('.')} or newer is needed; ${seen.length > 0 ? seen.join(', ') : 'there is none on the PATH'}. ` +
      'Install one (python3 and python3-venv on Debian and Ubuntu, python from Homebrew on a Mac) and try again.',
  );
}
