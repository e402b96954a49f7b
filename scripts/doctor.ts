import { dirname } from 'node:path';
import { exitCodes } from '@delivery/rehearsal/command/run-error';
import { Command } from 'commander';
import { loadConfiguration } from '../lib/config';
import { Accounts } from './accounts/access';
import { accountsOf } from './accounts/places';
import { profileOption, readProfiles } from './accounts/profiles';
import { runCommand } from './command';
import { examine } from './doctor/examine';
import { givenAssembly } from './doctor/given-assembly';
import { looks } from './doctor/looks';
import { describeExamination, examinationAsJson, isHealthy } from './doctor/report';
import { synthesize } from './doctor/synthesize';

/**
 * `npm run doctor`: looks at the accounts of the configuration for what would stop a delivery, and changes nothing in them.
 *
 * Exit codes: 0 everything was seen and is in order, 1 there are findings or something was not seen, 2 wrong use,
 * 130 interrupted.
 */

const root = dirname(__dirname);

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

async function look({ profile, json, assembly }: Order, signal: AbortSignal): Promise<number> {
  const configuration = loadConfiguration();
  const named = accountsOf(configuration).flatMap(({ account }) => account ?? []);
  const profiles = readProfiles(profile, named);
  const stacks =
    assembly === undefined ? synthesize(root, signal) : Promise.resolve(givenAssembly(assembly, configuration));
  const examination = await examine({
    looks,
    subject: { configuration, stacks, now: new Date() },
    accounts: new Accounts({ profiles, lookupQualifier: configuration.pipeline.bootstrapQualifier }),
    progress: showProgress,
  });
  console.log(json ? examinationAsJson(examination) : describeExamination(examination));
  return isHealthy(examination) ? 0 : 1;
}

/** One line that is written over, on a terminal alone. */
function showProgress(answered: number, asked: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(answered === asked ? '\r\x1b[K' : `\r${answered} of ${asked} looked at`);
}

runCommand((args, { signal }) => {
  // Calls that AWS keeps waiting are not waited for.
  const interrupted = new Promise<number>((resolve) => {
    signal.addEventListener('abort', () => resolve(exitCodes.interrupted), { once: true });
  });
  return Promise.race([look(read(args), signal), interrupted]);
});
