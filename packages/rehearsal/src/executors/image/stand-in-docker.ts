import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { contextFiles, digestOf } from './build-context';
import type { DockerCommand } from './docker-command';
import { readDockerfile } from './dockerfile';
import { imageFolderName, imageManifest } from './manifest';
import type { BuiltImage, ShimConfiguration } from './shim-state';
import { standInBuild } from './stand-in-build';

/**
 * `docker build` without an engine. The image's digest is that of the files it is made from; files that were built before are
 * not built again.
 */
export async function buildWithoutEngine(
  command: Extract<DockerCommand, { kind: 'build' }>,
  configuration: ShimConfiguration,
  say: (line: string) => void,
): Promise<BuiltImage> {
  const context = resolve(command.context);
  const text = await readFile(resolve(command.file ?? join(context, 'Dockerfile')), 'utf8');
  const files = await contextFiles(context);
  const further = JSON.stringify([text, command.buildArguments, command.target ?? '']);
  const config = await digestOf(context, files, further);
  // Without layers the manifest is known before the build, so the files go at once where tasks start from.
  const folder = join(configuration.imagesFolder, imageFolderName(imageManifest(config, []).digest));
  const notes = `${folder}.json`;
  if (existsSync(notes)) {
    say('These files were built before in this run.');
    return JSON.parse(await readFile(notes, 'utf8')) as BuiltImage;
  }
  const stages = readDockerfile(text, command.buildArguments);
  const last =
    command.target === undefined ? stages.length : 1 + stages.findIndex(({ name }) => name === command.target);
  const scratch = await mkdtemp(join(configuration.scratch, 'build-'));
  const {
    folder: made,
    ran,
    notRun,
  } = await standInBuild({
    stages: stages.slice(0, last),
    context,
    files,
    scratch,
    buildArguments: command.buildArguments,
    // In the shim's own process group, which is the job's: its time limit holds for these too.
    run: async (line, cwd, env) =>
      spawnSync('bash', ['-c', line], { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] })
        .status ?? 128,
    say,
  });
  await mkdir(dirname(folder), { recursive: true });
  await rm(folder, { recursive: true, force: true });
  await rename(made, folder);
  const image: BuiltImage = { folder, config, ran, notRun };
  await writeFile(notes, JSON.stringify(image));
  await rm(scratch, { recursive: true, force: true });
  return image;
}
