/** A `docker` command line, as far as the rehearsal has to understand it. */
export type DockerCommand =
  | {
      readonly kind: 'build';
      readonly tags: readonly string[];
      /** Relative to where the command runs. */
      readonly context: string;
      readonly file?: string;
      readonly target?: string;
      readonly buildArguments: Readonly<Record<string, string>>;
      /** `--push`, which is build and push in one. */
      readonly push: boolean;
    }
  | { readonly kind: 'pull'; readonly reference: string }
  | { readonly kind: 'push'; readonly reference: string }
  | { readonly kind: 'inspect'; readonly reference: string }
  | { readonly kind: 'tag'; readonly source: string; readonly target: string }
  | { readonly kind: 'login' }
  | { readonly kind: 'run'; readonly args: readonly string[] }
  /** What is done with a container that runs, or did. */
  | { readonly kind: ContainerVerb; readonly args: readonly string[] }
  | { readonly kind: 'other' };

const containerVerbs = ['exec', 'logs', 'port', 'rm', 'stop', 'wait'] as const;
export type ContainerVerb = (typeof containerVerbs)[number];

/** Options of build that take no value. */
const switches = new Set([
  '--pull',
  '--no-cache',
  '--push',
  '--load',
  '--quiet',
  '-q',
  '--rm',
  '--force-rm',
  '--squash',
]);

/** Reads the arguments after `docker`; `buildx build`, `image push` and the like are the same as their short forms. */
export function readDockerCommand(args: readonly string[]): DockerCommand {
  const words = /^(buildx|container|image|builder)$/.test(args[0] ?? '') ? args.slice(1) : args;
  const [name, ...rest] = words;
  const operands = rest.filter((word) => !word.startsWith('-'));
  const verb = containerVerbs.find((one) => one === name);
  if (verb !== undefined) return { kind: verb, args: rest };
  switch (name) {
    case 'run':
      return { kind: 'run', args: rest };
    case 'build':
      return readBuild(rest);
    case 'pull':
      return { kind: 'pull', reference: operands.at(-1) ?? '' };
    case 'push':
      return { kind: 'push', reference: operands.at(-1) ?? '' };
    case 'inspect':
      return { kind: 'inspect', reference: operands.at(-1) ?? '' };
    case 'tag':
      return { kind: 'tag', source: operands[0] ?? '', target: operands[1] ?? '' };
    case 'login':
    case 'logout':
      return { kind: 'login' };
    default:
      return { kind: 'other' };
  }
}

function readBuild(args: readonly string[]): DockerCommand {
  const tags: string[] = [];
  const buildArguments: Record<string, string> = {};
  const found: { file?: string; target?: string } = {};
  let context = '.';
  let push = false;
  for (let index = 0; index < args.length; index += 1) {
    const [option = '', inline] = splitOption(args[index] ?? '');
    if (option === '--push') push = true;
    if (!option.startsWith('-')) {
      context = option;
      continue;
    }
    if (switches.has(option)) continue;
    if (inline === undefined) index += 1;
    const value = inline ?? args[index] ?? '';
    if (option === '-t' || option === '--tag') tags.push(value);
    if (option === '-f' || option === '--file') found.file = value;
    if (option === '--target') found.target = value;
    if (option === '--build-arg') {
      const at = value.indexOf('=');
      buildArguments[at < 0 ? value : value.slice(0, at)] = at < 0 ? '' : value.slice(at + 1);
    }
  }
  return { kind: 'build', tags, context, buildArguments, push, ...found };
}

function splitOption(word: string): [string, string?] {
  const at = word.startsWith('--') ? word.indexOf('=') : -1;
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

/** Repository and tag of a reference such as `111111111111.dkr.ecr.us-east-1.amazonaws.com/acme/app:abc`. */
export function splitReference(reference: string): { readonly repository: string; readonly tag: string } {
  const path = reference.includes('/') ? reference.slice(reference.indexOf('/') + 1) : reference;
  const [repository = '', tag = 'latest'] = path.split(':');
  return { repository, tag };
}
