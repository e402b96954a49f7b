import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { readSteps } from '../../checks/load-test/read-steps';
import { gates } from '../../contracts/gates';
import { jobs } from '../../contracts/job-programs';
import type { EnvironmentManifest } from '../../contracts/manifest';
import { type K6Options, placeK6 } from '../k6-binary';
import { requireAlarmKinds } from './alarm-kinds';
import { readAssembly } from './assembly';
import { manifestsOf } from './manifests';
import { siteHashes } from './site-hashes';

/** The programs of gates and other jobs; each is `checks/<name>/main.ts` and becomes `<name>.cjs`. */
export const programs = [...Object.values(gates), ...Object.values(jobs)].map(({ program }) => program);

export interface BundleOptions {
  /** Folder of the repository. */
  readonly root: string;
  /** Cloud assembly that the manifests are made from. */
  readonly assembly: string;
  /** Folder that is made anew. */
  readonly output: string;
  readonly k6: K6Options;
}

/**
 * Makes the bundle of checks: everything that a gate's job needs, so that it needs neither the source nor `npm ci`.
 *
 * @returns lines that say what is in it
 * @throws CodedError TAP2006, TAP2011, TAP2012, TAP2015, TAP2018, TAP2074, TAP3104
 */
export async function bundleChecks({ root, assembly, output, k6 }: BundleOptions): Promise<readonly string[]> {
  rmSync(output, { recursive: true, force: true });
  mkdirSync(join(output, 'environments'), { recursive: true });
  const site = siteHashes(join(root, 'site'));
  const stacks = readAssembly(assembly);
  const synthesized = manifestsOf(stacks);
  requireAlarmKinds(synthesized, stacks);
  const manifests = synthesized.map(
    (manifest): EnvironmentManifest => ({
      ...manifest,
      site,
      load: { ...manifest.load, steps: readSteps(join(root, 'loadtests'), manifest.load.journey) },
    }),
  );
  for (const manifest of manifests) {
    const file = join(output, 'environments', `${manifest.environment}.json`);
    writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
  }
  await buildPrograms(root, output, programs);
  placeSources(root, output);
  const which = await placeK6(join(output, 'k6'), k6);
  return [
    ...manifests.map(({ environment, alarms }) => `${environment}: ${alarms.length} declared alarms`),
    `${programs.length} programs, the load tests, and ${which}`,
  ];
}

/** Makes of each `checks/<name>/main.ts` one file without dependencies, `<name>.cjs`. */
export async function buildPrograms(root: string, output: string, names: readonly string[]): Promise<void> {
  await build({
    entryPoints: names.map((name) => ({ in: join(root, 'checks', name, 'main.ts'), out: name })),
    outdir: output,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
  });
}

/** Copies what programs read as it is in the source: the load tests, which k6 compiles itself, and the record of acknowledgements. */
export function placeSources(root: string, output: string): void {
  for (const folder of ['journeys', 'profiles', 'lib']) {
    cpSync(join(root, 'loadtests', folder), join(output, 'loadtests', folder), { recursive: true });
  }
  cpSync(join(root, 'docs', 'acknowledgements.json'), join(output, 'acknowledgements.json'));
}
