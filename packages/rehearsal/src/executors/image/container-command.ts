import { CodedError } from '@delivery/coded-error';
import type { ContainerVerb } from './docker-command';

/** What `docker run` is asked for, as far as a process can stand for a container. */
export interface RunOrder {
  readonly image: string;
  /** Words after the image; none: the image's own command. */
  readonly command: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Port of the container that is published; absent: none. */
  readonly port?: number;
  /** Options that nothing here enforces, as they were given. */
  readonly notEnforced: readonly string[];
}

/** What a process can't be given: a user, a root and rights of its own. Signals reach it alone, as through an init process. */
const notEnforced: ReadonlySet<string> = new Set(['--user', '--read-only', '--cap-drop']);
const switches: ReadonlySet<string> = new Set(['--detach', '--init', '--read-only']);

/**
 * Reads the arguments after `docker run`.
 *
 * @throws CodedError TAP4213 for an option that a process can't stand for, by its name
 */
export function readRunOrder(args: readonly string[]): RunOrder {
  const { options, operands } = readOptions(args, (option) => !switches.has(option));
  const variables: Record<string, string> = {};
  const unenforced: string[] = [];
  let port: number | undefined;
  for (const [option, value] of options) {
    if (notEnforced.has(option)) unenforced.push(value === '' ? option : `${option} ${value}`);
    else if (option === '--env') variables[value.replace(/=.*$/s, '')] = value.replace(/^[^=]*=?/, '');
    else if (option === '--publish') port = publishedPort(value);
    else if (!switches.has(option)) throw unknown(`run ${option}`);
  }
  if (!options.some(([option]) => option === '--detach')) throw unknown('run without --detach');
  const [image = '', ...command] = operands;
  return { image, command, variables, port, notEnforced: unenforced };
}

/** What is asked of a container that was started. */
export interface ContainerOrder {
  readonly id: string;
  /** What follows the id. */
  readonly words: readonly string[];
  /** Seconds from SIGTERM to SIGKILL; docker's own default. */
  readonly seconds: number;
}

const defaultStopSeconds = 10;

/**
 * Reads the arguments after `docker VERB`.
 *
 * @throws CodedError TAP4213 for an option that a process can't stand for, by its name
 */
export function readContainerOrder(verb: ContainerVerb, args: readonly string[]): ContainerOrder {
  const { options, operands } = readOptions(args, (option) => option === '-t');
  const allowed = verb === 'stop' ? '-t' : verb === 'rm' ? '--force' : undefined;
  const other = options.find(([option]) => option !== allowed);
  if (other) throw unknown(`${verb} ${other[0]}`);
  if (verb === 'rm' && options.length === 0) throw unknown('rm without --force');
  const [id = '', ...words] = operands;
  return { id, words, seconds: Number(options.at(-1)?.[1] || defaultStopSeconds) };
}

/** Of all forms the one that leaves the port of this machine to docker. */
function publishedPort(value: string): number {
  const [, port] = /^127\.0\.0\.1::(\d+)$/.exec(value) ?? [];
  if (port === undefined) throw unknown(`run --publish ${value} (127.0.0.1::PORT can be done)`);
  return Number(port);
}

function unknown(what: string): CodedError {
  return new CodedError('TAP4213', `Here a process stands for a container, and none can for "docker ${what}".`);
}

/** The options before the first word that is none, each with its value, and the words from there on. */
function readOptions(
  args: readonly string[],
  takesValue: (option: string) => boolean,
): { readonly options: readonly (readonly [option: string, value: string])[]; readonly operands: readonly string[] } {
  const operands = [...args];
  const options: (readonly [string, string])[] = [];
  while (operands[0]?.startsWith('-')) {
    const [option = '', inline] = (operands.shift() ?? '').split(/=(.*)/s);
    options.push([option, inline ?? (takesValue(option) ? (operands.shift() ?? '') : '')]);
  }
  return { options, operands };
}
