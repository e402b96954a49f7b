import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Scripts of a repository's own that `npm ci` runs: https://docs.npmjs.com/cli/v11/using-npm/scripts#npm-ci */
const ownScripts = [
  'preinstall',
  'install',
  'postinstall',
  'prepublish',
  'preprepare',
  'prepare',
  'postprepare',
] as const;

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ link: z.boolean(), inBundle: z.boolean(), integrity: z.string() }).partial(),
  ),
});
const packageSchema = z.object({ scripts: z.record(z.string(), z.unknown()).default({}) });

/** Packages of npm's that files of a commit decide alone, until their scripts are run. */
export interface DecidedModules {
  /** Texts of those files. */
  readonly texts: readonly string[];
  /** Folders of packages, relative to that of the lock file, its workspaces' own among them. */
  readonly folders: readonly string[];
  /** Whether npm may run scripts of the packages. */
  readonly withScripts: boolean;
}

/**
 * What decides the packages of a commit, if its files do it alone: by the lock file each of them has a checksum and lies in the commit's
 * own folder, and the commit has no script of its own that npm runs, which might do anything with the packages.
 *
 * @param folder that of the lock file, in a clone
 * @param variables those that npm is told, which win over the commit's settings
 * @returns undefined if something else has a say
 */
export async function decidedModules(
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<DecidedModules | undefined> {
  const text = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '');
  // It would count in the lock file's place.
  if (existsSync(join(folder, 'npm-shrinkwrap.json'))) return undefined;
  const [lock, settings] = await Promise.all([text('package-lock.json'), text('.npmrc')]);
  const packages = packagesIn(lock);
  if (!packages.every(isPinned)) return undefined;
  const paths = packages.map(([path]) => path);
  const own = await Promise.all(
    paths.filter((path) => !isInstalled(path)).map((path) => text(join(path, 'package.json'))),
  );
  const isOverridden = Object.keys(variables).some((name) => /^npm_config_ignore_scripts$/i.test(name));
  const withScripts = isOverridden || !/^\s*ignore-scripts\s*=\s*true\s*$/m.test(settings);
  if (withScripts && own.some(hasScript)) return undefined;
  const folders = paths.flatMap((path) => /^(?:.*?\/)??node_modules(?=\/)/.exec(path) ?? []);
  if (folders.length === 0) return undefined;
  return { texts: [lock, settings, ...own], folders: [...new Set(folders)], withScripts };
}

type LockedPackage = readonly [path: string, z.infer<typeof lockSchema>['packages'][string]];

/** @returns none for a lock file of an old format, or none at all */
function packagesIn(lock: string): readonly LockedPackage[] {
  try {
    return Object.entries(lockSchema.parse(JSON.parse(lock)).packages);
  } catch {
    return [];
  }
}

function isInstalled(path: string): boolean {
  return path.split('/').includes('node_modules');
}

function isPinned([path, { link, inBundle, integrity }]: LockedPackage): boolean {
  if (path.startsWith('/') || path.split(/[/\\]/).includes('..')) return false;
  return !isInstalled(path) || link === true || inBundle === true || integrity !== undefined;
}

function hasScript(packageJson: string): boolean {
  try {
    const { scripts } = packageSchema.parse(JSON.parse(packageJson));
    return ownScripts.some((name) => name in scripts);
  } catch {
    // npm will say what is wrong with it.
    return true;
  }
}
