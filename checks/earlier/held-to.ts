import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import type { HeldTo } from '../../contracts/gates-as-passed';
import { readProfile } from '../load-test/read-profile';
import { readManifest } from '../read-manifest';

/**
 * All that a commit is held to on its way through all environments: manifests, the profiles of the loads, what stands before
 * each environment, how many findings of each rule are acknowledged, and which of the image's are accepted.
 *
 * @param folder the folder of the gate's program
 * @throws CodedError TAP3002, TAP3014, TAP3103
 */
export function readHeldTo(folder: string): HeldTo {
  const names = readdirSync(join(folder, 'environments')).map((file) => file.replace(/\.json$/, ''));
  const manifests = names.sort().map((name) => readManifest(folder, name));
  const environments = manifests.map((manifest) => {
    // What is another with each commit, and is nothing that a commit is held to; and what is the same in all.
    const { environment, image, revision, site, overrides, acceptedFindings, ...held } = manifest;
    const { description, ...profile } = readProfile(join(folder, 'loadtests'), held.load.profile);
    const looksAt = { revision: revision !== undefined, files: site !== undefined };
    return [environment, { ...held, profile, looksAt }];
  });
  return Object.fromEntries([
    ...leaves('', Object.fromEntries(environments)),
    ...manifests.flatMap(({ acceptedFindings }) => leaves('image.acceptedFindings', acceptedFindings)),
    ...leaves('acknowledgements', readAcknowledgements(join(folder, 'acknowledgements.json'))),
  ]);
}

function readAcknowledgements(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CodedError('TAP3014', `${file} can't be read: ${String(error)}; the build puts it into the bundle`);
  }
}

/** Every scalar with its path; parts of a list by their name, where they have one, and words in a list by themselves. */
function leaves(path: string, value: unknown): [string, HeldTo[string]][] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value)
    ? value.map((part: unknown, index) => (typeof part === 'string' ? [part, true] : [nameOf(part) ?? index, part]))
    : Object.entries(value);
  return entries.flatMap(([key, part]) => leaves(path === '' ? String(key) : `${path}.${key}`, part));
}

function nameOf(part: unknown): string | undefined {
  return typeof part === 'object' && part !== null && 'name' in part ? String(part.name) : undefined;
}
