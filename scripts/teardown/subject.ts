import { nearest } from '@delivery/coded-error/nearest';
import { exitCodes, RunError } from '@delivery/rehearsal/command/run-error';
import { type DeliveryConfiguration, type EnvironmentConfiguration, regionNames } from '../../lib/config';

/** Where an environment is that the configuration no longer has. */
export interface GivenPlace {
  readonly account: string;
  readonly region: string;
}

/** The environment that is to be taken down, and the pipeline that may be deploying it. */
export interface Subject {
  readonly name: string;
  /** Prefix of every physical name. */
  readonly application: string;
  /** Absent where the configuration names no accounts: it is that of the person's credentials then. */
  readonly account?: string;
  readonly region: string;
  /** Absent if the configuration no longer has it. */
  readonly configured?: EnvironmentConfiguration;
  readonly pipeline: { readonly name: string; readonly account?: string; readonly region: string };
}

/** As the configuration takes names; no name can then stand for more than one environment. */
const environmentName = /^[A-Z][A-Za-z0-9]{0,15}$/;

/**
 * Who is meant by a name.
 *
 * @param given only for an environment that was removed: the configuration knows where all others are
 * @throws RunError TAP6504 if there is no such environment, TAP6501 if the place that was given is wrong
 */
export function subjectOf(name: string, configuration: DeliveryConfiguration, given?: GivenPlace): Subject {
  const { application, environments, pipeline } = configuration;
  const configured = environments.find((environment) => environment.name === name);
  const common = {
    name,
    application,
    pipeline: { name: `${application}-delivery`, account: pipeline.account, region: pipeline.region },
  };
  if (given !== undefined) return { ...common, ...checkPlace(name, given, configured) };
  if (configured === undefined) throw unknown(name, environments);
  return { ...common, account: configured.account, region: configured.region, configured };
}

function checkPlace(name: string, given: GivenPlace, configured: EnvironmentConfiguration | undefined): GivenPlace {
  const { account, region } = given;
  if (!environmentName.test(name)) {
    wrong(`"${name}" is no environment's name; expected a capital letter and up to 15 further letters or digits`);
  }
  if (!/^\d{12}$/.test(account)) wrong(`--account: received "${account}"; expected an account id of 12 digits`);
  if (!regionNames.some((known) => known === region)) {
    wrong(`--region: received "${region}"; allowed are ${regionNames.join(', ')}`);
  }
  // Its Edge stack is in us-east-1 whatever its region is: an environment that only moved has the very same one.
  if (configured !== undefined && (configured.account === undefined || configured.account === account)) {
    wrong(
      `--account ${account} --region ${region}: the configuration has ${name} in this account, in ${configured.region}, ` +
        'and some of its stacks could not be told from those of before; leave both options out to take down what is configured, ' +
        'and delete what a change of region left behind by hand (docs/runbooks/environment-removed.md)',
    );
  }
  return given;
}

function unknown(name: string, environments: readonly EnvironmentConfiguration[]): RunError {
  const names = environments.map((environment) => environment.name);
  return new RunError(
    'TAP6504',
    exitCodes.wrongUse,
    `the configuration has no environment "${name}"; did you mean "${nearest(name, names)}"? It has ${names.join(', ')}. ` +
      `One that was removed from it is taken down where it was: npm run teardown -- ${name} --account ID --region REGION`,
  );
}

function wrong(problem: string): never {
  throw new RunError('TAP6501', exitCodes.wrongUse, problem);
}
