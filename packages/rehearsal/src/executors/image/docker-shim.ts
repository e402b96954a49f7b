/**
 * The `docker` that a job which builds containers finds on its PATH. Nothing ever goes to a real registry: a push registers
 * the image's manifest in the local cloud. With an engine, everything else is the engine's own; without one, build is a
 * stand-in, and a container is a process.
 *
 * Usage: docker-shim.ts <configuration file> <arguments of docker...>
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { readBuiltImage, writeBuiltImage } from './built-images';
import { readRunOrder } from './container-command';
import { type ContainerVerb, type DockerCommand, readDockerCommand } from './docker-command';
import { takeApart } from './engine-image';
import { imageFolderName, imageManifest, type Manifest } from './manifest';
import { type BuiltImage, readShimState, type ShimConfiguration, writeShimState } from './shim-state';
import { StandInContainers } from './stand-in-container';
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
    case 'run':
      return run(command.args, configuration, args);
    case 'exec':
    case 'logs':
    case 'port':
    case 'rm':
    case 'stop':
    case 'wait':
      return withContainer(command.kind, command.args, configuration, args);
    case 'other':
      if (configuration.engine) return passOn(configuration, args);
      if (args[0] === 'version' || args[0] === 'info' || args[0] === '--version') {
        say('Docker stand-in of the rehearsal: build, tag, push, login, and containers as processes');
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
  const digest = digestIn(reference);
  if (digest !== undefined && readBuiltImage(configuration.imagesFolder, digest)) {
    say(`here already: ${reference}`);
    return 0;
  }
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

/**
 * Starts a container: the engine's own of an image that it has built in this job, else a process of the image's files, as tasks
 * are. Buildah runs no containers of images.
 */
async function run(
  words: readonly string[],
  configuration: ShimConfiguration,
  args: readonly string[],
): Promise<number> {
  const { engine, stateFile } = configuration;
  if (engine && engine.name !== 'buildah') {
    const { tags } = readShimState(stateFile);
    if (tags.some((tag) => words.includes(tag))) return runByEngine(configuration, args);
  }
  const order = readRunOrder(words);
  const { start, folder } = await imageToRun(order.image, configuration);
  say(await new StandInContainers(configuration.scratch).start(order, { ...start, directory: folder }));
  return 0;
}

/** An image that this job has built, or one of this run by its digest. */
async function imageToRun(reference: string, configuration: ShimConfiguration): Promise<BuiltImage> {
  const digest = digestIn(reference);
  const known = digest === undefined ? undefined : readBuiltImage(configuration.imagesFolder, digest);
  if (known) return known;
  if (!configuration.engine) return builtImage(reference, configuration);
  return (await takeFiles(reference, configuration)).image;
}

/** The engine's containers are none of the job's processes, so they are noted, to be taken from it again. */
function runByEngine({ engine, stateFile }: ShimConfiguration, args: readonly string[]): number {
  const { status, stdout } = spawnSync(engine?.name ?? 'docker', args, {
    env: engine?.env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.stdout.write(stdout);
  const id = stdout.trim().split('\n').at(-1) ?? '';
  const state = readShimState(stateFile);
  if (status === 0) writeShimState(stateFile, { ...state, containers: [...state.containers, id] });
  return status ?? 128;
}

function withContainer(
  verb: ContainerVerb,
  words: readonly string[],
  configuration: ShimConfiguration,
  args: readonly string[],
): Promise<number> | number {
  const containers = new StandInContainers(configuration.scratch);
  const own = words.some((word) => containers.has(word));
  return configuration.engine && !own ? passOn(configuration, args) : containers.carryOut(verb, words, say);
}

function digestIn(reference: string): string | undefined {
  return /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];
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

/** Puts the files of an image where tasks are started from. */
async function takeFiles(
  reference: string,
  configuration: ShimConfiguration,
): Promise<{ readonly image: BuiltImage; readonly manifest: Manifest }> {
  const made = configuration.engine
    ? { ...(await takeApart(reference, configuration)), ran: [], notRun: [] }
    : { ...builtImage(reference, configuration), layers: [] };
  const manifest = imageManifest(made.config, made.layers);
  const home = join(configuration.imagesFolder, imageFolderName(manifest.digest));
  if (!existsSync(home)) renameSync(made.folder, home);
  else if (made.folder !== home) rmSync(made.folder, { recursive: true, force: true });
  const image = { ...made, folder: home };
  writeBuiltImage(configuration.imagesFolder, manifest.digest, image);
  return { image, manifest };
}

async function push(reference: string, configuration: ShimConfiguration): Promise<void> {
  const { image, manifest } = await takeFiles(reference, configuration);
  const variables = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  // Only here: it takes longer to load than most of what is asked here takes.
  const { registerManifest } = await import('./registry.ts');
  await registerManifest(reference, manifest, variables);
  const state = readShimState(configuration.stateFile);
  writeShimState(configuration.stateFile, {
    ...state,
    images: { ...state.images, [reference]: image },
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
