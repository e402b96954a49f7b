import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Difference } from '../../events/events';
import type { Equip } from '../codebuild/job-equipment';
import { runProgram } from '../process/run-program';
import type { EngineSearch } from './engine';
import { type BuiltImage, readShimState, type ShimConfiguration, type ShimState } from './shim-state';
import { StandInContainers } from './stand-in-container';

/** Milliseconds for the engine to remove containers, and images. */
const takeBackMs = 30_000;

/**
 * Puts a `docker` on the PATH of jobs that build containers.
 *
 * @param search the engine that was found, or why none is usable
 * @param imagesFolder where the files of images are kept, a folder for each digest
 */
export function equipDocker(search: EngineSearch, imagesFolder: string): Equip {
  return async (folder, { CODEBUILD_BUILD_ID }) => {
    const [project = ''] = (CODEBUILD_BUILD_ID ?? '').split(':');
    const stateFile = join(folder.root, 'docker-state.json');
    const configurationFile = join(folder.root, 'docker.json');
    const configuration: ShimConfiguration = {
      imagesFolder,
      scratch: folder.temporary,
      stateFile,
      ...(search.engine === undefined ? {} : { engine: search.engine, base: search.base }),
    };
    await writeFile(configurationFile, JSON.stringify(configuration));
    const tsx = pathToFileURL(createRequire(__filename).resolve('tsx')).href;
    const shim = join(__dirname, 'docker-shim.ts');
    const command = [process.execPath, '--import', tsx, shim, configurationFile].map(quote).join(' ');
    await writeFile(join(folder.prefix, 'bin', 'docker'), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
    return {
      env: {},
      report: async () => {
        const state = readShimState(stateFile);
        return (await usesImages(state, join(imagesFolder, `${project}.made`)))
          ? describe(search, state, new StandInContainers(folder.temporary))
          : { differences: [] };
      },
      end: async () => takeBack(search, stateFile, folder.root),
    };
  };
}

/** Leaves the engine without the containers and images of the job: these are named after a registry that nobody here has. */
async function takeBack({ engine }: EngineSearch, stateFile: string, cwd: string): Promise<void> {
  const { tags, containers } = readShimState(stateFile);
  if (engine === undefined) return;
  const signal = new AbortController().signal;
  const tell = (args: readonly string[]) =>
    runProgram({ program: engine.name, args, cwd, env: engine.env, signal, timeLimitMs: takeBackMs });
  if (containers.length > 0) await tell(['rm', '--force', ...containers]);
  if (tags.length > 0) await tell(['rmi', ...new Set(tags)]);
}

/**
 * Whether a job has to do with images: it had docker make or fetch some, or it did so earlier in this run and now finds them in
 * their registry, as after a restart of the pipeline.
 *
 * @param made file that says from one build of the project to the next that it has made some
 */
async function usesImages({ images, pushed, pulled, tags }: ShimState, made: string): Promise<boolean> {
  if (Object.keys(images).length + pushed.length + tags.length > 0) await writeFile(made, '');
  return pulled.length > 0 || existsSync(made);
}

function describe(
  search: EngineSearch,
  { images, pushed, pulled }: ShimState,
  containers: StandInContainers,
): { readonly differences: readonly Difference[]; readonly standIn?: string } {
  const differences: Difference[] = [...new Set(pulled)].map((reference) => ({
    onAws: `docker pulls ${reference}, with a login`,
    here: search.engine === undefined ? 'not pulled: no container engine' : `${search.base} is the same, by its digest`,
  }));
  const registered = pushed.map(({ reference, digest }) => ({
    onAws: `docker pushes ${reference}`,
    here: `its manifest, ${digest}, is registered with the emulator; no layer goes anywhere`,
  }));
  differences.push(...containers.differences(), ...registered, {
    onAws: 'ECR scans the image',
    here: 'nothing scans it: the scan is answered without findings',
  });
  if (search.engine !== undefined) {
    if (search.engine.name === 'docker') return { differences };
    return { differences: [{ onAws: 'docker builds the image', here: `${search.engine.name} does` }, ...differences] };
  }
  const built = Object.values(images);
  for (const command of new Set(built.flatMap((image) => image.notRun))) {
    differences.push({ onAws: `RUN ${command}`, here: 'not run: no container engine' });
  }
  differences.push({
    onAws: 'the image is known by the digest of its layers',
    here: "the digest is that of the app's files",
  });
  const { count } = containers;
  const started =
    count === 1 ? '; 1 container was a process of its files' : `; ${count} containers were processes of its files`;
  return {
    differences,
    standIn: `No container engine (${search.reason}): ${whatWasMade(built)}${count === 0 ? '' : started}.`,
  };
}

function whatWasMade(built: readonly BuiltImage[]): string {
  if (built.length === 0) return 'no image was built or pulled, and one that stands in its registry is of a stand-in';
  const ran = [...new Set(built.flatMap((image) => image.ran))].join('; ');
  return ran === ''
    ? 'no line of RUN was carried out'
    : `only these lines of RUN were carried out, in a folder: ${ran}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
