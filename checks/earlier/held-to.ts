import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HeldTo } from '../../contracts/gates-as-passed';
import { readProfile } from '../load-test/read-profile';
import { readManifest } from '../read-manifest';

/**
 * All that the gates of all environments hold this commit to: manifests, the profiles of the loads, and how many findings of
 * each rule are acknowledged.
 *
 * @param folder the folder of the gate's program
 * @throws CodedError TAP3002, TAP3103
 */
export function readHeldTo(folder: string): HeldTo {
  const names = readdirSync(join(folder, 'environments')).map((file) => file.replace(/\.json$/, ''));
  const environments = names.sort().map((name) => {
    // What is another with each commit, and is nothing that a commit is held to.
    const { environment, image, revision, site, overrides, ...held } = readManifest(folder, name);
    const { description, ...profile } = readProfile(join(folder, 'loadtests'), held.load.profile);
    const looksAt = { revision: revision !== undefined, files: site !== undefined };
    return [environment, { ...held, profile, looksAt }];
  });
  const acknowledgements: unknown = JSON.parse(readFileSync(join(folder, 'acknowledgements.json'), 'utf8'));
  return Object.fromEntries([
    ...leaves('', Object.fromEntries(environments)),
    ...leaves('acknowledgements', acknowledgements),
  ]);
}

/** Every scalar with its path; parts of a list by their name, where they have one. */
function leaves(path: string, value: unknown): [string, HeldTo[string]][] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value)
    ? value.map((part: unknown, index) => [nameOf(part) ?? index, part])
    : Object.entries(value);
  return entries.flatMap(([key, part]) => leaves(path === '' ? String(key) : `${path}.${key}`, part));
}

function nameOf(part: unknown): string | undefined {
  return typeof part === 'object' && part !== null && 'name' in part ? String(part.name) : undefined;
}
