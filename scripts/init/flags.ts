import { nearest } from '@delivery/coded-error/nearest';
import { exitCodes, RunError } from '@delivery/rehearsal/command/run-error';
import { Command, Option } from 'commander';
import type { Question } from './questions';
import { kindsOffered, sourceFlagHelp } from './source-kinds';

/** Options that are given once for each place, or once for all; each with what its value is. */
const ofPlaces = {
  account: ['<[place=]id>', 'account of the pipeline or of an environment; "none": that of your credentials'],
  region: ['<[place=]region>', 'region of the pipeline or of an environment'],
  failures: ['<[place=]addresses>', 'who is told that the pipeline failed, or an environment'],
  warning: ['<[environment=]addresses>', 'who gets warnings of an environment'],
  critical: ['<[environment=]addresses>', 'who is woken up by an environment'],
} as const;

const single = {
  application: ['<name>', 'prefix of the names'],
  source: ['<kind>', kindsOffered],
  ...sourceFlagHelp,
  approvals: ['<addresses>', 'who is told that an approval waits'],
} as const;

/** What the command line says, as commander reads it. */
export type Options = Readonly<Record<string, unknown>>;

/** @throws CommanderError for an unknown option, and for --help */
export function parseFlags(args: readonly string[]): Options {
  return command().parse(args, { from: 'user' }).opts<Options>();
}

/** What the command line answers. */
export class Flags {
  private readonly used = new Set<string>();

  private constructor(
    /** By flag, and by flag and place where one is named. */
    private readonly given: ReadonlyMap<string, string>,
    /** Whether a file with the team's own edits may be changed. */
    readonly force: boolean,
  ) {}

  /**
   * @param options what `parseFlags` has read
   * @param places the pipeline and the environments, as the configuration names them
   * @throws RunError TAP2101 if a flag names another place, or answers twice for the same one
   */
  static of(options: Options, places: readonly string[]): Flags {
    const given = new Map<string, string>();
    const add = (flag: string, place: string | undefined, value: string) => {
      const key = keyOf(flag, place);
      const first = given.get(key);
      if (first !== undefined) throw twice(key, first, value);
      given.set(key, value);
    };
    for (const flag of Object.keys(single)) {
      for (const value of valuesOf(options, flag)) add(flag, undefined, value);
    }
    for (const flag of Object.keys(ofPlaces)) {
      for (const text of valuesOf(options, flag)) {
        const [, place, value] = text.match(/^([A-Za-z][A-Za-z0-9]*)=(.*)$/) ?? [undefined, undefined, text];
        add(flag, place && knownPlace(flag, place, places), value ?? '');
      }
    }
    return new Flags(given, options.force === true);
  }

  /** The answer to a question, if there is one. */
  find({ flag, place }: Pick<Question<unknown>, 'flag' | 'place'>): string | undefined {
    const key = [keyOf(flag, place), flag].find((candidate) => this.given.has(candidate));
    if (key === undefined) return undefined;
    this.used.add(key);
    return this.given.get(key)?.trim();
  }

  /** Flags that answer nothing that was asked. */
  get unused(): readonly string[] {
    return [...this.given.keys()].filter((key) => !this.used.has(key)).map(shown);
  }
}

/** A flag as it is written. */
export function flagOf({ flag, place }: Pick<Question<unknown>, 'flag' | 'place'>): string {
  return shown(keyOf(flag, place));
}

function shown(key: string): string {
  return `--${key}${key.includes(' ') ? '=...' : ''}`;
}

function keyOf(flag: string, place: string | undefined): string {
  return place === undefined ? flag : `${flag} ${place}`;
}

function knownPlace(flag: string, place: string, places: readonly string[]): string {
  const known = places.find((candidate) => candidate.toLowerCase() === place.toLowerCase());
  if (known !== undefined) return known;
  throw new RunError(
    'TAP2101',
    exitCodes.wrongUse,
    `--${flag}: "${place}" is no place; did you mean "${nearest(place, places)}"? There are ${places.join(', ')}.`,
  );
}

function twice(key: string, first: string, second: string): RunError {
  const [flag = '', place] = key.split(' ');
  const more = flag in ofPlaces ? ', or say by place=... whose the other one is' : '';
  return new RunError(
    'TAP2101',
    exitCodes.wrongUse,
    `--${flag} is given twice${place === undefined ? '' : ` for ${place}`}, as "${first}" and as "${second}"; give it once${place === undefined ? more : ''}.`,
  );
}

function valuesOf(options: Options, flag: string): readonly string[] {
  return options[camelCase(flag)] as readonly string[];
}

function camelCase(flag: string): string {
  return flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function command(): Command {
  const result = new Command('npm run init --').description(
    'Asks what a team must say before its first deployment, writes it into lib/config/environments.ts, looks at the result by ' +
      'the strict synth and says what comes next. Every question has a flag; what a flag answers is not asked.',
  );
  const all = (next: string, before: readonly string[]) => [...before, next];
  for (const [flag, [value, text]] of Object.entries({ ...single, ...ofPlaces })) {
    result.addOption(new Option(`--${flag} ${value}`, text).argParser(all).default([], 'asked'));
  }
  return result
    .option('--force', 'change the file without asking, though it says something else than the shipped example')
    .allowExcessArguments(false)
    .exitOverride();
}
