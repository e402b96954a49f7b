import { CodedError } from '@delivery/coded-error';
import { exitCodes, RunError } from '@delivery/rehearsal/command/run-error';
import { Command, CommanderError } from 'commander';
import type { DeliveryConfiguration } from '../../lib/config';
import { profileOption, readProfiles } from '../accounts/profiles';
import { type GivenPlace, subjectOf } from './subject';
import { type TeardownOrder, type TeardownSurroundings, teardown } from './teardown';

/** What the command line has to know of its surroundings. */
export interface CommandLine extends TeardownSurroundings {
  /** @throws CodedError TAP1xxx if it is invalid */
  readonly configuration: () => DeliveryConfiguration;
  /** Whether a person can be asked. */
  readonly interactive: boolean;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

interface ReadOptions {
  readonly yes?: string;
  readonly show?: boolean;
  readonly profile: readonly string[];
  readonly account?: string;
  readonly region?: string;
  readonly pipelineUnseen?: boolean;
}

/** Reads the command line and does what it says. Never throws. @returns the process's exit code */
export async function main(args: readonly string[], line: CommandLine): Promise<number> {
  let begun = false;
  const begins = () => {
    begun = true;
  };
  try {
    const command = define(line).parse(args, { from: 'user' });
    const order = readOrder(command.processedArgs[0] as string, command.opts<ReadOptions>(), line);
    return await teardown(order, { ...line, begins });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.promoted : exitCodes.wrongUse;
    if (line.signal.aborted) {
      line.printError(
        `TAP6512: the teardown was told to end; ${begun ? 'called again it goes on' : 'nothing was deleted'}.\n`,
      );
      return exitCodes.interrupted;
    }
    line.printError(`${error instanceof CodedError ? error.message : ((error as Error).stack ?? String(error))}\n`);
    return error instanceof RunError ? error.exitCode : exitCodes.stopped;
  }
}

function readOrder(name: string, read: ReadOptions, line: CommandLine): TeardownOrder {
  const configuration = readConfiguration(line);
  const given = placeOf(read);
  const subject = subjectOf(name, configuration, given);
  if (read.yes !== undefined && read.yes !== name) {
    throw new RunError('TAP6503', exitCodes.wrongUse, `--yes ${read.yes}: that is not ${name}; nothing was deleted`);
  }
  if (read.yes === undefined && !read.show && !line.interactive) {
    throw new RunError(
      'TAP6502',
      exitCodes.wrongUse,
      `there is no terminal that could be asked for the name; --yes ${name} says it, --show only looks`,
    );
  }
  const named = [configuration.pipeline.account, ...configuration.environments.map(({ account }) => account)];
  const accounts = [...named, given?.account].flatMap((account) => account ?? []);
  return {
    subject,
    profiles: readProfiles(read.profile, [...new Set(accounts)]),
    show: read.show ?? false,
    pipelineUnseen: read.pipelineUnseen ?? false,
    confirmed: read.yes !== undefined,
  };
}

function readConfiguration({ configuration }: CommandLine): DeliveryConfiguration {
  try {
    return configuration();
  } catch (error) {
    // Whoever mends it can call again: nothing was looked at yet.
    if (error instanceof CodedError)
      throw new RunError(error.code, exitCodes.wrongUse, error.message.slice(error.code.length + 2));
    throw error;
  }
}

/** @throws RunError TAP6501 if one of the two is missing */
function placeOf({ account, region }: ReadOptions): GivenPlace | undefined {
  if (account === undefined && region === undefined) return undefined;
  if (account !== undefined && region !== undefined) return { account, region };
  throw new RunError(
    'TAP6501',
    exitCodes.wrongUse,
    '--account and --region go together: where an environment is that the configuration no longer has',
  );
}

function define({ print, printError }: CommandLine): Command {
  return new Command('npm run teardown --')
    .description(
      'Takes an environment down: shows what goes in which order, what stays and what that costs, asks for the name, deletes.',
    )
    .argument('<environment>', "the environment's name")
    .option('--show', 'only show, and delete nothing')
    .option('--yes <environment>', 'the name once more, instead of being asked for it')
    .addOption(profileOption())
    .option('--account <id>', 'account of an environment that the configuration no longer has')
    .option('--region <region>', 'its region')
    .option('--pipeline-unseen', "go on where these credentials can't look at the pipeline")
    .addHelpText(
      'after',
      '\nCalled again it goes on. Exit codes: 0 down, or nothing in the way; 1 not down; 2 wrong use; 130 interrupted.',
    )
    .allowExcessArguments(false)
    .configureOutput({ writeOut: print, writeErr: printError })
    .exitOverride();
}
