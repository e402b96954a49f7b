import { Command } from 'commander';
import { loadConfiguration } from '../../lib/config';
import { readPin } from '../../lib/config/pin';
import { Accounts } from '../accounts/access';
import { accountsOf } from '../accounts/places';
import { profileOption, readProfiles } from '../accounts/profiles';
import { examine } from './examine';
import { givenAssembly } from './given-assembly';
import { looks } from './looks';
import { describeExamination, examinationAsJson, isHealthy } from './report';
import { synthesize } from './synthesize';

/** What the command line has to know of its surroundings. */
export interface CommandLine {
  /** The repository's root. */
  readonly root: string;
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
}

interface Order {
  readonly profile: readonly string[];
  readonly json?: boolean;
  readonly assembly?: string;
}

function read(args: readonly string[]): Order {
  return new Command('npm run doctor --')
    .description(
      'Looks at the accounts of the configuration for what would stop a delivery, and changes nothing. Each account is seen by the profile named for it, by your own credentials if they are of it, or by its lookup role.',
    )
    .addOption(profileOption())
    .option(
      '--assembly <folder>',
      'a cloud assembly of this configuration, as npm run synth leaves it (default: synthesized anew)',
    )
    .option('--json', 'the report for programs')
    .addHelpText(
      'after',
      `\nLooks at: ${looks.map(({ name }) => name).join(', ')}. docs/deploy.md has the rights that it needs.`,
    )
    .allowExcessArguments(false)
    .exitOverride()
    .parse(args, { from: 'user' })
    .opts<Order>();
}

/**
 * Reads the command line and does what it says.
 *
 * @returns the exit code
 * @throws RunError, CommanderError for wrong use
 * @throws CodedError if the configuration is invalid, or can't be synthesized
 */
export async function main(args: readonly string[], { root, signal, print }: CommandLine): Promise<number> {
  const { profile, json, assembly } = read(args);
  const configuration = loadConfiguration();
  const named = accountsOf(configuration).flatMap(({ account }) => account ?? []);
  const profiles = readProfiles(profile, named);
  const stacks =
    assembly === undefined ? synthesize(root, signal) : Promise.resolve(givenAssembly(assembly, configuration));
  const examination = await examine({
    looks,
    subject: { configuration, stacks, pin: readPin(), now: new Date() },
    accounts: new Accounts({ profiles, lookupQualifier: configuration.pipeline.bootstrapQualifier }),
    progress: showProgress,
  });
  print(json ? examinationAsJson(examination) : describeExamination(examination));
  return isHealthy(examination) ? 0 : 1;
}

/** One line that is written over, on a terminal alone. */
function showProgress(answered: number, asked: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(answered === asked ? '\r\x1b[K' : `\r${answered} of ${asked} looked at`);
}
