import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastWords, run } from './run.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * Downloads packages of the distribution without touching the system: apt's lists and caches lie in a folder of our own,
 * and only the trusted keys and the list of sources are the system's.
 *
 * @param {import('./context.mjs').Context} context
 * @param {string} folder
 * @returns {Promise<{ download: (names: readonly string[]) => Promise<string> }>}
 *   `download` takes the first name that the index has and answers the file's path
 * @throws {SetupError} TAP4008 if the index can't be read
 */
export async function createApt(context, folder) {
  const state = join(folder, 'apt', 'state');
  const cache = join(folder, 'apt', 'cache');
  const packages = join(folder, 'apt', 'packages');
  for (const needed of [join(state, 'lists', 'partial'), join(cache, 'archives', 'partial'), packages]) {
    mkdirSync(needed, { recursive: true });
  }
  chmodSync(packages, 0o755);
  const configuration = join(folder, 'apt', 'apt.conf');
  writeFileSync(configuration, aptConfiguration(state, cache));
  const apt = (/** @type {string[]} */ ...args) =>
    run(context, 'apt-get', ['-c', configuration, ...args], { cwd: packages, env: { LC_ALL: 'C' } });
  const update = await apt('update');
  return {
    download: async (names) => {
      for (const name of names) {
        const before = new Set(readdirSync(packages));
        const result = await apt('download', name);
        const file = readdirSync(packages).find((entry) => !before.has(entry) && entry.endsWith('.deb'));
        if (result.code === 0 && file !== undefined) return join(packages, file);
        if (!/Unable to locate package|no installation candidate|Can't select/.test(result.stderr))
          throw failed(names, result);
      }
      throw failed(names, update);
    },
  };
}

/** @param {readonly string[]} names @param {import('./run.mjs').RunResult} result */
function failed(names, result) {
  return new SetupError(
    'TAP4008',
    `apt-get could not download ${names.join(' or ')}, which the shop's database needs. It uses this system's sources and needs their ` +
      `servers; with MariaDB installed (apt install mariadb-server-core) they are not asked. Its last words:\n${lastWords(result)}`,
  );
}

/**
 * As root, apt would download as a user of its own, who can't write into the repository's folder. Hooks of the system's
 * configuration (images for containers have some that delete the system's caches) are switched off.
 * @param {string} state @param {string} cache
 */
function aptConfiguration(state, cache) {
  return `Dir::State "${state}";
Dir::State::status "/var/lib/dpkg/status";
Dir::Cache "${cache}";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "1";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::CNF::DefaultEnabled "false";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
`;
}
