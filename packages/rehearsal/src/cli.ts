import { resolve } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { Command, CommanderError, Option } from 'commander';
import { exitCodes, RunError } from './command/run-error';
import type { Fault } from './faults/fault';
import { parseAllowedHost } from './network/allowed-host';
import { whyNotSet } from './network/withheld-variables';
import { rehearse } from './rehearse';
import type { RehearsalOptions } from './run/options';
import type { Surroundings } from './run/surroundings';
import { takeInventory } from './take-inventory';

/** What the command line has to know of its surroundings. */
export interface CommandLine {
  /** How a person calls it, for example `npm run rehearse --`. */
  readonly command: string;
  /** The faults that can be ordered, for `--list-faults`. */
  readonly faults: readonly Pick<Fault, 'name' | 'gate' | 'description'>[];
  /** Folder that a relative `--out` is relative to. */
  readonly cwd: string;
  /** Whether a person can be asked. */
  readonly interactive: boolean;
  /** Made only when a rehearsal starts. */
  readonly surroundings: () => Surroundings;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

interface ReadOptions {
  readonly yes?: boolean;
  readonly until?: string;
  readonly commit?: string;
  readonly workingTree?: boolean;
  readonly deployed?: string;
  readonly from?: string;
  readonly profile?: string;
  readonly fault: readonly string[];
  readonly listFaults?: boolean;
  readonly keep?: boolean;
  readonly hold?: boolean;
  readonly project?: string;
  readonly pipeline?: string;
  readonly variable: Readonly<Record<string, string>>;
  readonly jobVariable: Readonly<Record<string, string>>;
  readonly pipelineVariable: Readonly<Record<string, string>>;
  readonly source: Readonly<Record<string, string>>;
  readonly inventory?: boolean;
  readonly allow: readonly string[];
  readonly out: string;
}

/** Reads the command line and does what it says. Never throws. @returns the process's exit code */
export async function main(args: readonly string[], line: CommandLine): Promise<number> {
  const command = define(line);
  try {
    const [argument] = command.parse(args, { from: 'user' }).args;
    if (argument !== undefined) throw wrongArgument(line, `"${argument}": a rehearsal takes options and no arguments`);
    const read = command.opts<ReadOptions>();
    if (read.listFaults) {
      if (read.hold) exclude('--hold', '--list-faults');
      for (const { name, gate, description } of line.faults) line.print(`${name}\t${gate}\t${description}\n`);
      return exitCodes.promoted;
    }
    const options = check(read, line);
    if (options.inventory) return await takeInventory(options, line.surroundings());
    return (await rehearse(options, line.surroundings())).exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.promoted : exitCodes.wrongUse;
    line.printError(`${error instanceof CodedError ? error.message : ((error as Error).stack ?? String(error))}\n`);
    return error instanceof RunError ? error.exitCode : exitCodes.broken;
  }
}

/** @throws RunError TAP4040 for options that exclude each other, TAP4043 if nobody could answer an approval */
function check(read: ReadOptions, { cwd, interactive }: CommandLine): RehearsalOptions {
  if (read.workingTree && read.commit !== undefined) {
    exclude('--working-tree', '--commit');
  }
  if (read.from !== undefined && read.deployed !== undefined) exclude('--from', '--deployed');
  if (read.from !== undefined && read.fault.length > 0) exclude('--from', '--fault');
  if (read.from !== undefined && read.inventory) exclude('--from', '--inventory');
  // Without a project nobody has to agree to anything before the first approval.
  const asks = !read.inventory || read.project !== undefined;
  if (asks && !read.yes && !interactive) {
    throw new RunError(
      'TAP4043',
      exitCodes.wrongUse,
      'There is no terminal that could be asked for approvals; --yes answers them all with yes.',
    );
  }
  return {
    yes: read.yes ?? false,
    workingTree: read.workingTree ?? false,
    faults: read.fault,
    keep: read.keep ?? false,
    hold: read.hold ?? false,
    out: resolve(cwd, read.out),
    until: read.until,
    commit: read.commit,
    deployed: read.deployed,
    from: read.from,
    profile: read.profile,
    project: read.project === undefined ? undefined : resolve(cwd, read.project),
    pipeline: read.pipeline,
    variables: read.variable,
    jobVariables: read.jobVariable,
    pipelineVariables: read.pipelineVariable,
    sources: Object.fromEntries(Object.entries(read.source).map(([name, folder]) => [name, resolve(cwd, folder)])),
    inventory: read.inventory ?? false,
    allowed: read.allow,
  };
}

function exclude(one: string, other: string): never {
  throw new RunError('TAP4040', exitCodes.wrongUse, `${one} and ${other} exclude each other; leave one of them out.`);
}

/** @throws RunError TAP4040 if it is no host that can be allowed */
function allowedHost(line: CommandLine, text: string): string {
  const read = parseAllowedHost(text);
  if (typeof read === 'string') throw wrongArgument(line, `--allow ${JSON.stringify(text)} ${read}`);
  return text;
}

/** An environment variable and its value. */
const variable = /^([A-Za-z_]\w*)=([\s\S]*)$/;
/** Names of actions and of pipeline variables: https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html */
const named = /^([\w.@-]+)=([\s\S]*)$/;

/** An option that gives something a name: of the form NAME=VALUE, a variable none that may not be set, or RunError TAP4040. */
function pairs(line: CommandLine, option: string, description: string, form = variable): Option {
  const read = (text: string, all: Readonly<Record<string, string>>): Record<string, string> => {
    const [, name, value] = form.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      throw wrongArgument(line, `${option} ${JSON.stringify(text)} is not of the form NAME=VALUE`);
    }
    const why = form === variable ? whyNotSet(name) : undefined;
    // Without its value, which may be a secret.
    if (why !== undefined) throw wrongArgument(line, `${option} ${name} ${why}`);
    return { ...all, [name]: value };
  };
  const text = `${description}; may be given several times`;
  return new Option(`${option} <name=value>`, text).argParser(read).default({}, 'none');
}

function wrongArgument({ command }: CommandLine, what: string): RunError {
  return new RunError('TAP4040', exitCodes.wrongUse, `${what}; ${command} --help shows what it takes.`);
}

function define(line: CommandLine): Command {
  const { command, print, printError } = line;
  return (
    new Command(command)
      .description('Carries out the synthesized pipeline, end to end, on this machine.')
      .option('--yes', 'answer every approval with yes')
      .option('--until <stage>', 'stop after this stage')
      .option('--commit <revision>', 'rehearse this revision (default: HEAD)')
      .option('--working-tree', 'rehearse a snapshot of the working tree')
      .option('--deployed <revision>', "put this revision's pipeline in place before the push")
      .option('--from <revision>', 'deploy this revision into every environment before the push, which then updates it')
      .option(
        '--profile <name>',
        'load profile of the load tests, at its full length (default: what each environment says, shortened)',
      )
      .addOption(
        new Option('--fault <name>', 'apply this fault; may be given several times')
          .argParser((name: string, all: string[]) => [...all, name])
          .default([], 'none'),
      )
      .option('--list-faults', 'list the faults, with the gate that must stop each, and do nothing else')
      .option(
        '--project <folder>',
        'rehearse the CDK app in this folder of a repository, which need not know the rehearsal',
      )
      .option('--pipeline <stack>', 'the stack of the pipeline, where the app has several')
      .addOption(pairs(line, '--variable', 'set this variable for the installation and the synth'))
      .addOption(pairs(line, '--job-variable', 'set this variable in every build project, as a person can by hand'))
      .addOption(pairs(line, '--pipeline-variable', 'start the pipeline with this value of its variable', named))
      .addOption(
        pairs(line, '--source', 'take the files of this source action from the repository in this folder', named),
      )
      .addOption(
        new Option('--allow <host>', 'let what is executed reach this host, too; may be given several times')
          .argParser((text: string, all: readonly string[]) => [...all, allowedHost(line, text)])
          .default([], 'registries of packages alone'),
      )
      .option('--inventory', 'say what of the pipeline can be carried out, and do nothing else')
      .option('--keep', 'keep the work folder')
      .option(
        '--hold',
        'keep the local cloud after the verdict, and say how AWS clients reach it, until interrupted; ' +
          "the exit code stays the verdict's",
      )
      .option('--out <folder>', 'folder of the report: empty, or that of an earlier report', 'rehearsal-report')
      // Refused by us, who name them.
      .allowExcessArguments()
      .configureOutput({
        writeOut: print,
        writeErr: printError,
        outputError: (text) => printError(`${wrongArgument(line, text.replace(/^error: /, '').trim()).message}\n`),
      })
      .exitOverride()
  );
}
