import { existsSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import type { ContainerDefinition } from './task-definition';
import type { ImageStart, TaskImage } from './task-image';

/** A container as its command is found. */
export type StartedContainer = Pick<ContainerDefinition, 'name' | 'image' | 'entryPoint' | 'command'>;

/** Programs that every machine of a rehearsal has. */
const programs: ReadonlySet<string> = new Set(['node', 'npm', 'npx', 'python', 'python3', 'sh', 'bash']);
/** What a shell does itself, or a machine without it could not run the rehearsal. */
const ofAShell: ReadonlySet<string> = new Set(['cd', 'echo', 'export', 'set', 'sleep', 'test', 'true', 'umask']);
/** Programs that only run the command after them, as the first process of a container. */
const firstProcesses: ReadonlySet<string> = new Set(['tini', 'dumb-init']);

/**
 * The command of a container: its own, or that of its image. Paths within the image's working directory lead to the folder that
 * has its files here.
 *
 * @throws CodedError TAP4403 if neither names a command, TAP4414 if it needs a program that only the base image has
 */
export function startCommand(container: StartedContainer, image: TaskImage): readonly string[] {
  const command = commandOf(container, image);
  const isHere = (path: string): boolean => existsSync(join(image.directory, path));
  const missing = missingProgram(command, image.workdir, isHere);
  if (missing !== undefined) throw missingError(container, missing);
  const [program = '', ...rest] = command.map((word) => pathHere(word, image));
  return programs.has(basename(program)) ? [basename(program), ...rest] : [program, ...rest];
}

/** What an image's own program would have been, for whoever reads of it. */
function missingError({ name, image }: StartedContainer, program: string): CodedError {
  return new CodedError(
    'TAP4414',
    `container ${name} (${image}) starts ${program}, which is in its base image or nowhere: of an image only the files of its ` +
      `working directory are here. ${[...programs].join(', ')} and those files can be started.`,
  );
}

/**
 * What a container is started with. An entry point of the task definition takes the image's command away, too
 * (https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact).
 *
 * @throws CodedError TAP4403 if there is no command
 */
export function commandOf(container: StartedContainer, image: Pick<ImageStart, 'entryPoint' | 'command'>): string[] {
  const { entryPoint, command, name } = container;
  const own = entryPoint.length > 0;
  const words = [...(own ? entryPoint : image.entryPoint), ...(own || command.length > 0 ? command : image.command)];
  if (words.length === 0) {
    throw new CodedError(
      'TAP4403',
      `container ${name} has a command neither in its task definition nor in its Dockerfile`,
    );
  }
  return withoutFirstProcess(words);
}

/**
 * The first program that a command needs and that is not on this machine; undefined if all are.
 *
 * @param isHere whether the image's working directory has a file, by its path in it
 */
export function missingProgram(
  command: readonly string[],
  workdir: string,
  isHere: (path: string) => boolean,
): string | undefined {
  return programsOf(command).find((program) => {
    if (programs.has(basename(program))) return false;
    const inside = program.includes('/') ? insideOf(workdir, posix.resolve(workdir, program)) : undefined;
    return inside === undefined || !isHere(inside);
  });
}

/** The programs of a command; those of a script that a shell is given, too. */
function programsOf(command: readonly string[]): string[] {
  const [program = '', option, script] = command;
  if (!/^(sh|bash)$/.test(basename(program)) || option !== '-c' || script === undefined) return [program];
  return script
    .split(/&&|\|\||[;|\n]/)
    .map((part) => /^\s*(?:exec\s+|\w+=\S*\s+)*(\S*)/.exec(part)?.[1] ?? '')
    .filter((name) => name !== '' && !ofAShell.has(name));
}

function withoutFirstProcess(command: readonly string[]): string[] {
  const [program = '', ...rest] = command;
  if (!firstProcesses.has(basename(program))) return [...command];
  const at = rest.indexOf('--');
  return at < 0 ? rest.filter((word, index) => index > 0 || !word.startsWith('-')) : rest.slice(at + 1);
}

function pathHere(word: string, { workdir, directory }: TaskImage): string {
  const inside = word.startsWith('/') ? insideOf(workdir, word) : undefined;
  return inside !== undefined && existsSync(join(directory, inside)) ? join(directory, inside) : word;
}

/** A path in the image relative to its working directory; undefined if it lies outside. */
function insideOf(workdir: string, path: string): string | undefined {
  const inside = posix.relative(workdir, path);
  return inside === '' || inside.startsWith('..') ? undefined : inside;
}
