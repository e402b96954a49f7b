import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createApt } from '../apt.mjs';
import { inDraftFolder } from '../context.mjs';
import { findProgram, isExecutable } from '../path-tool.mjs';
import { lastWords, run } from '../run.mjs';
import { SetupError } from '../setup-error.mjs';
import { readJson, replaceFile } from '../stamp.mjs';
import { writeWrapper } from '../wrapper.mjs';

/** Raised when the wrappers change, so that an older installation is made anew. */
const layout = 1;

/** The two programs that a database needs: the server, and the one that makes its data folder. */
const programs = ['mariadbd', 'mariadb-install-db'];

/** Servers lie here on Debian, which is not on everybody's PATH. */
const serverFolders = ['/usr/sbin', '/usr/local/sbin'];

/** Names of the packages by release of Debian and Ubuntu, the newest first; the first that the index has is taken. */
const packages = {
  server: ['mariadb-server-core', 'mariadb-server-core-10.6', 'mariadb-server-core-10.5', 'mariadb-server-core-10.3'],
  client: ['mariadb-client-core', 'mariadb-client-core-10.6', 'mariadb-client-core-10.5', 'mariadb-client-core-10.3'],
};

/** Libraries that a machine without MariaDB usually lacks, and the packages that hold them. @type {readonly [RegExp, string[]][]} */
const libraryPackages = [
  [/^libaio\.so/, ['libaio1', 'libaio1t64']],
  [/^liburing\.so/, ['liburing2', 'liburing1']],
  [/^libpmem\.so/, ['libpmem1']],
  [/^libnuma\.so/, ['libnuma1']],
  [/^libsnappy\.so/, ['libsnappy1v5']],
];

/**
 * A MySQL-compatible server: the one that DATABASE_URL names, else from the PATH, else, on Debian and Ubuntu, unpacked from the
 * distribution's packages, whose signed index stands for a pin.
 * @type {import('./step.mjs').Step}
 */
export const mariadb = {
  name: 'MariaDB',
  satisfied: async (context) => {
    if (context.env.DATABASE_URL) return true;
    if (isOnPath(context)) {
      for (const name of programs) rmSync(join(context.bin, name), { force: true });
      return true;
    }
    const stamp = /** @type {{ layout?: number, server?: string } | undefined} */ (readJson(stampFile(context)));
    if (stamp?.layout !== layout || !existsSync(join(context.root, stamp.server ?? ''))) return false;
    return programs.every((name) => isExecutable(join(context.bin, name)));
  },
  install: async (context) => {
    if (useInstalledServer(context)) return;
    if (
      findProgram('apt-get', context.searchPath) === undefined ||
      findProgram('dpkg-deb', context.searchPath) === undefined
    ) {
      throw new SetupError(
        'TAP4008',
        'the database of the shop needs MariaDB, and mariadbd and mariadb-install-db are not on the PATH. ' +
          (context.platform === 'darwin'
            ? 'Install it with: brew install mariadb'
            : 'Install MariaDB with the package manager of this system and try again.') +
          ' Instead, DATABASE_URL may name a MySQL-compatible server: mysql://user:password@host:port/',
      );
    }
    await inDraftFolder(context, (draft) => unpackFromDistribution(context, draft));
  },
};

/** @param {import('../context.mjs').Context} context */
function isOnPath({ searchPath }) {
  return programs.every((name) => findProgram(name, searchPath) !== undefined);
}

/** @param {import('../context.mjs').Context} context */
function useInstalledServer(context) {
  const folders = [...context.searchPath, ...serverFolders];
  const [server, maker] = programs.map((name) => findProgram(name, folders));
  if (server === undefined || maker === undefined) return false;
  context.say(`MariaDB: using the installed ${server}`);
  writeWrapper(context, 'mariadbd', `exec '${server}' "$@"`);
  writeWrapper(context, 'mariadb-install-db', `exec '${maker}' "$@"`);
  rmSync(join(context.tools, 'mariadb'), { recursive: true, force: true });
  remember(context, server);
  return true;
}

/** @param {import('../context.mjs').Context} context @param {string} draft */
async function unpackFromDistribution(context, draft) {
  context.say("MariaDB: downloading the distribution's packages into the tools folder (nothing is installed)");
  const apt = await createApt(context, draft);
  const place = join(draft, 'mariadb');
  mkdirSync(place);
  for (const names of [packages.server, packages.client]) await unpack(context, await apt.download(names), place);
  for (const library of await missingLibraries(context, place)) {
    const names = libraryPackages.find(([pattern]) => pattern.test(library))?.[1];
    if (names === undefined) {
      throw new SetupError(
        'TAP4008',
        `MariaDB needs ${library}, which this system lacks; install the package that holds it and try again.`,
      );
    }
    await unpack(context, await apt.download(names), place);
  }
  const still = await missingLibraries(context, place);
  if (still.length > 0) throw new SetupError('TAP4008', `MariaDB was unpacked but still lacks ${still.join(', ')}.`);
  const final = join(context.tools, 'mariadb');
  rmSync(final, { recursive: true, force: true });
  renameSync(place, final);
  writeWrapper(context, 'mariadbd', unpackedCommand(final, 'mariadbd', ''));
  writeWrapper(context, 'mariadb-install-db', unpackedCommand(final, 'mariadb-install-db', '--basedir="$place/usr"'));
  remember(context, programFile(final, 'mariadbd'));
  const { stdout } = await run(context, join(context.bin, 'mariadbd'), ['--version'], { timeoutMs: 20_000 });
  context.say(`MariaDB: ${/Ver ([^ ]+)/.exec(stdout)?.[1] ?? 'unpacked'} from the distribution`);
}

/** @param {import('../context.mjs').Context} context @param {string} file @param {string} place */
async function unpack(context, file, place) {
  const result = await run(context, 'dpkg-deb', ['-x', file, place], { timeoutMs: 120_000 });
  if (result.code !== 0) throw new SetupError('TAP4008', `${file} could not be unpacked:\n${lastWords(result)}`);
}

/** @param {import('../context.mjs').Context} context @param {string} place */
async function missingLibraries(context, place) {
  const server = programFile(place, 'mariadbd');
  const { stdout } = await run(context, 'ldd', [server], { env: { LD_LIBRARY_PATH: libraryFolders(place).join(':') } });
  return [...stdout.matchAll(/^\s*(\S+) => not found$/gm)].map((found) => found[1] ?? '');
}

/** @param {string} place @param {string} name */
function programFile(place, name) {
  const found = ['usr/sbin', 'usr/bin'].map((folder) => join(place, folder, name)).find((file) => existsSync(file));
  if (found === undefined) throw new SetupError('TAP4008', `the distribution's packages of MariaDB hold no ${name}.`);
  return found;
}

/** `usr/lib/<machine>`, whose name differs by processor. @param {string} place */
function libraryFolders(place) {
  return [join(place, 'usr', 'lib'), join(place, 'lib')]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('-gnu'))
        .map((name) => join(folder, name)),
    );
}

/**
 * The wrapper finds the files from its own place, wherever it is called from. The user's option files are left out,
 * because they are meant for another server.
 * @param {string} place @param {string} name @param {string} more
 */
function unpackedCommand(place, name, more) {
  const inside = (/** @type {string} */ file) => `$place${file.slice(place.length)}`;
  const libraries = libraryFolders(place).map(inside).join(':');
  return [
    'place=$(cd -- "$(dirname -- "$0")/.." && pwd)/mariadb',
    'if [ "$1" = --no-defaults ]; then shift; fi',
    `export LD_LIBRARY_PATH="${libraries}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"`,
    `exec "${inside(programFile(place, name))}" --no-defaults ${more} "$@"`,
  ].join('\n');
}

/** @param {import('../context.mjs').Context} context @param {string} server */
function remember(context, server) {
  replaceFile(stampFile(context), `${JSON.stringify({ layout, server: relative(context.root, server) })}\n`);
}

/** @param {import('../context.mjs').Context} context */
function stampFile({ tools }) {
  return join(tools, 'mariadb.set-up');
}
