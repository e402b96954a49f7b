/**
 * The `docker` that a job which builds containers finds on its PATH. Nothing ever goes to a real registry: a push registers
 * the image's manifest in the local cloud. With an engine, everything else is the engine's own; without one, build is a
 * stand-in.
 *
 * Usage: docker-shim.ts <configuration file> <arguments of docker...>
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { writeBuiltImage } from './built-images';
import { type DockerCommand, readDockerCommand } from './docker-command';
import { takeApart } from './engine-image';
import { imageFolderName, imageManifest } from './manifest';
import { registerManifest } from './registry';
import { type BuiltImage, readShimState, type ShimConfiguration, writeShimState } from './shim-state';
import { buildWithoutEngine } from './stand-in-docker';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main([file = '', ...args]: readonly string[]): Promise<number> {
  const configuration = JSON.parse(readFileSync(file, 'utf8')) as ShimConfiguration;
  const command = readDockerCommand(args);
  switch (command.kind) {
    case 'login':
      say('Login Succeeded (no registry is asked here)');
      return 0;
    case 'pull':
      return pull(command.reference, configuration, args);
    case 'push':
      await push(command.reference, configuration);
      return 0;
    case 'build': {
      if (configuration.engine) {
        keepTags(configuration, command.tags);
        const status = passOn(
          configuration,
          args.filter((word) => word !== '--push').map((word) => withBase(word, configuration)),
        );
        if (status !== 0) return status;
      } else await remember(command, configuration);
      if (command.push) for (const tag of command.tags) await push(tag, configuration);
      return 0;
    }
    case 'inspect':
      return configuration.engine ? passOn(configuration, args) : inspect(command.reference, configuration);
    case 'tag':
      if (!configuration.engine) return retag(command, configuration);
      keepTags(configuration, [command.target]);
      return passOn(configuration, args);
    case 'other':
      if (configuration.engine) return passOn(configuration, args);
      if (args[0] === 'version' || args[0] === 'info' || args[0] === '--version') {
        say('Docker stand-in of the rehearsal: build, tag, push and login');
        return 0;
      }
      throw new CodedError(
        'TAP4213',
        `There is no container engine on this machine, and its stand-in does not know "docker ${args.join(' ')}".`,
      );
  }
}

function passOn({ engine }: ShimConfiguration, args: readonly string[]): number {
  return spawnSync(engine?.name ?? 'docker', args, { env: engine?.env, stdio: 'inherit' }).status ?? 128;
}

/**
 * A base image out of a registry that only the pipeline's own job can log in to: the machine's copy of it is the same if its
 * digest is.
 */
function pull(reference: string, configuration: ShimConfiguration, args: readonly string[]): number {
  const stands = withBase(reference, configuration) !== reference;
  if (configuration.engine && !stands) return passOn(configuration, args);
  const state = readShimState(configuration.stateFile);
  writeShimState(configuration.stateFile, { ...state, pulled: [...state.pulled, reference] });
  say(`not pulled here: ${reference}`);
  return 0;
}

/** An argument in which the base image of the same digest, which was tried, stands for another registry's. */
function withBase(word: string, { base }: ShimConfiguration): string {
  const digest = base === undefined ? undefined : /@sha256:[0-9a-f]{64}$/.exec(base)?.[0];
  return digest !== undefined && word.endsWith(digest) ? word.replace(/[^=]+$/, base ?? '') : word;
}

function keepTags({ stateFile }: ShimConfiguration, tags: readonly string[]): void {
  const state = readShimState(stateFile);
  writeShimState(stateFile, { ...state, tags: [...state.tags, ...tags] });
}

async function remember(
  command: Extract<DockerCommand, { kind: 'build' }>,
  configuration: ShimConfiguration,
): Promise<void> {
  const image = await buildWithoutEngine(command, configuration, say);
  const state = readShimState(configuration.stateFile);
  const tagged = Object.fromEntries(command.tags.map((tag) => [tag, image]));
  writeShimState(configuration.stateFile, { ...state, images: { ...state.images, ...tagged } });
}

/** Whether there is such an image, which is all that the publishing of assets asks. */
function inspect(reference: string, { stateFile }: ShimConfiguration): number {
  if (readShimState(stateFile).images[reference]) return 0;
  process.stderr.write(`No such image: ${reference}\n`);
  return 1;
}

function builtImage(reference: string, configuration: ShimConfiguration): BuiltImage {
  const image = readShimState(configuration.stateFile).images[reference];
  if (!image) throw new CodedError('TAP4214', `No image ${reference} was built in this job.`);
  return image;
}

function retag({ source, target }: Extract<DockerCommand, { kind: 'tag' }>, configuration: ShimConfiguration): number {
  const image = builtImage(source, configuration);
  const state = readShimState(configuration.stateFile);
  writeShimState(configuration.stateFile, { ...state, images: { ...state.images, [target]: image } });
  return 0;
}

async function push(reference: string, configuration: ShimConfiguration): Promise<void> {
  const made = configuration.engine
    ? { ...(await takeApart(reference, configuration)), ran: [], notRun: [] }
    : { ...builtImage(reference, configuration), layers: [] };
  const manifest = imageManifest(made.config, made.layers);
  const home = join(configuration.imagesFolder, imageFolderName(manifest.digest));
  if (!existsSync(home)) renameSync(made.folder, home);
  else if (made.folder !== home) rmSync(made.folder, { recursive: true, force: true });
  writeBuiltImage(configuration.imagesFolder, manifest.digest, { ...made, folder: home });
  const variables = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  await registerManifest(reference, manifest, variables);
  const state = readShimState(configuration.stateFile);
  writeShimState(configuration.stateFile, {
    ...state,
    images: { ...state.images, [reference]: made },
    pushed: [...state.pushed, { reference, digest: manifest.digest }],
  });
  say(`digest: ${manifest.digest} (registered, not pushed)`);
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
