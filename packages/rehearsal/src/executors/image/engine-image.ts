import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { z } from 'zod';
import type { ImageStart } from '../../cloud/workloads/task-image';
import type { ShimConfiguration } from './shim-state';

/** `manifest.json` of what `docker save` writes. */
const savedManifest = z.array(z.object({ Config: z.string(), Layers: z.array(z.string()) })).min(1);
const savedConfig = z.object({
  config: z
    .object({
      WorkingDir: z.string().nullish(),
      Entrypoint: z.array(z.string()).nullish(),
      Cmd: z.array(z.string()).nullish(),
      Env: z.array(z.string()).nullish(),
    })
    .nullish(),
  rootfs: z.object({ diff_ids: z.array(z.string()) }),
});

export interface EngineImage {
  /** SHA-256 of the image's configuration, hexadecimal: its id. */
  readonly config: string;
  /** SHA-256 of each layer, hexadecimal. */
  readonly layers: readonly string[];
  /** Folder with the files of the image's working directory. */
  readonly folder: string;
  readonly start: ImageStart;
}

/**
 * Takes an image that an engine has built apart: its ids for the registry, and the files of its working directory, from which
 * tasks are started. Works on a saved archive, which every engine can write.
 *
 * @throws CodedError TAP4212 if the engine can't save it
 */
export async function takeApart(reference: string, configuration: ShimConfiguration): Promise<EngineImage> {
  const scratch = await mkdtemp(join(configuration.scratch, 'image-'));
  const archive = join(scratch, 'image.tar');
  const name = configuration.engine?.name ?? 'docker';
  const run = (program: string, args: readonly string[]): void => {
    const env = program === name ? configuration.engine?.env : process.env;
    const { status, stderr } = spawnSync(program, args, { env, encoding: 'utf8' });
    if (status === 0) return;
    throw new CodedError('TAP4212', `${program} ${args[0]} of ${reference} ended with ${status}: ${stderr ?? ''}`);
  };
  run(name, name === 'buildah' ? ['push', reference, `docker-archive:${archive}`] : ['save', '-o', archive, reference]);
  const parts = join(scratch, 'parts');
  const root = join(scratch, 'root');
  await mkdir(parts);
  await mkdir(root);
  run('tar', ['-xf', archive, '-C', parts]);
  await rm(archive);
  const [saved] = savedManifest.parse(JSON.parse(await readFile(join(parts, 'manifest.json'), 'utf8')));
  const config = savedConfig.parse(JSON.parse(await readFile(join(parts, saved?.Config ?? ''), 'utf8')));
  const start = startOf(config);
  const workdir = start.workdir.replace(/^\/|\/$/g, '');
  for (const layer of saved?.Layers ?? []) {
    // The base's files outside the working directory are this machine's own here. A layer without it is no error.
    const members = workdir === '' ? ['.'] : [workdir, `./${workdir}`];
    const args = ['-xf', join(parts, layer), '-C', root, '--no-same-owner', '--exclude', '.wh.*', ...members];
    spawnSync('tar', args, { stdio: 'ignore' });
  }
  const folder = join(configuration.imagesFolder, `.saved-${process.pid}`);
  await mkdir(configuration.imagesFolder, { recursive: true });
  await rename(join(root, workdir), folder);
  await rm(scratch, { recursive: true, force: true });
  return {
    config: (saved?.Config ?? '').replace(/^blobs\/sha256\/|\.json$/g, ''),
    layers: config.rootfs.diff_ids.map((id) => id.replace(/^sha256:/, '')),
    folder,
    start,
  };
}

function startOf({ config }: z.infer<typeof savedConfig>): ImageStart {
  const pairs = (config?.Env ?? []).map((pair) => [pair.replace(/=.*$/s, ''), pair.replace(/^[^=]*=/, '')] as const);
  return {
    entryPoint: config?.Entrypoint ?? [],
    command: config?.Cmd ?? [],
    variables: Object.fromEntries(pairs),
    workdir: config?.WorkingDir || '/',
  };
}
