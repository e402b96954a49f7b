import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { contextFiles, digestOf } from './build-context';
import { readBuiltImage, writeBuiltImage } from './built-images';
import type { DockerCommand } from './docker-command';
import { readDockerfile, stagesUpTo } from './dockerfile';
import { imageStart } from './image-start';
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
  const { imagesFolder } = configuration;
  const { digest } = imageManifest(config, []);
  const folder = join(imagesFolder, imageFolderName(digest));
  const known = readBuiltImage(imagesFolder, digest);
  if (known) {
    say('These files were built before in this run.');
    return known;
  }
  const stages = stagesUpTo(command.target, readDockerfile(text, command.buildArguments));
  const scratch = await mkdtemp(join(configuration.scratch, 'build-'));
  const {
    folder: made,
    ran,
    notRun,
  } = await standInBuild({
    stages,
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
  const start = imageStart(stages, command.buildArguments);
  const image: BuiltImage = { folder, start, config, ran, notRun };
  writeBuiltImage(imagesFolder, digest, image);
  await rm(scratch, { recursive: true, force: true });
  return image;
}
