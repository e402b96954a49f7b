import { CodedError } from '@delivery/coded-error';
import { Command, CommanderError } from 'commander';
import { isSafeAddress } from '../../checks/gate-settings';
import { type DoorThresholds, type Thresholds, thresholdRules } from '../../loadtests/lib/thresholds';

/** A load test as ordered on the command line. */
export interface LoadOrder {
  readonly profile: string;
  readonly journey: string;
  readonly thresholds: Thresholds;
  readonly siteUrl?: string;
  readonly apiUrl?: string;
  readonly apiKey?: string;
  /** Folder for the report. */
  readonly out: string;
}

interface Options {
  readonly profile: string;
  readonly journey: string;
  readonly url?: string;
  readonly apiUrl?: string;
  readonly apiKeyEnv?: string;
  readonly p95Ms: string;
  readonly maxErrorRate: string;
  readonly out: string;
}

/**
 * Reads the command line.
 *
 * @param args without the program's own name
 * @returns the order; undefined if help was asked for and given
 * @throws CodedError TAP3301 for wrong use
 */
export function readOrder(
  args: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
): LoadOrder | undefined {
  const options = parse(args);
  if (!options) return undefined;
  const { url, apiUrl, apiKeyEnv } = options;
  if (!url && !apiUrl) wrong('a door is missing; give --url, or --api-url with --api-key-env, or both');
  for (const [name, value] of [['--url', url] as const, ['--api-url', apiUrl] as const]) {
    if (value !== undefined && !isSafeAddress(value)) {
      wrong(`${name}: received "${value}"; an https address is needed (plain http to this machine only)`);
    }
  }
  if (Boolean(apiUrl) !== Boolean(apiKeyEnv)) wrong('--api-url and --api-key-env belong together');
  const apiKey = apiKeyEnv === undefined ? undefined : variables[apiKeyEnv];
  if (apiKeyEnv !== undefined && !apiKey) {
    wrong(`--api-key-env: the variable ${apiKeyEnv} is not set; put the API key into it`);
  }
  const ofEachDoor: DoorThresholds = {
    p95Ms: threshold('--p95-ms', 'p95Ms', options.p95Ms),
    maxErrorRate: threshold('--max-error-rate', 'maxErrorRate', options.maxErrorRate),
  };
  return {
    profile: options.profile,
    journey: options.journey,
    thresholds: { ...(url && { cloudfront: ofEachDoor }), ...(apiUrl && { api: ofEachDoor }) },
    ...(url && { siteUrl: url }),
    ...(apiUrl && { apiUrl }),
    ...(apiKey && { apiKey }),
    out: options.out,
  };
}

function parse(args: readonly string[]): Options | undefined {
  const command = new Command('npm run load --')
    .description('Runs a load test against a deployed environment and judges it as the pipeline does.')
    .requiredOption('--profile <name>', 'a file in loadtests/profiles, without its ending')
    .option(
      '--journey <name>',
      'a file in loadtests/journeys, without its ending; checkout orders test products',
      'browse',
    )
    .option('--url <address>', "the site's address, behind CloudFront")
    .option('--api-url <address>', "API Gateway's address, stage included")
    .option('--api-key-env <variable>', 'name of the environment variable that holds the API key')
    .option('--p95-ms <milliseconds>', 'largest 95th percentile of response time', '1000')
    .option('--max-error-rate <share>', 'largest share of failed answers, above 0 and below 1', '0.01')
    .option('--out <folder>', 'folder for the report', 'reports')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  try {
    return command.parse([...args], { from: 'user' }).opts<Options>();
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return undefined;
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

function threshold(option: string, name: keyof DoorThresholds, value: string): number {
  const { holds, allowed } = thresholdRules[name];
  const read = Number(value);
  if (value !== '' && holds(read)) return read;
  return wrong(`${option}: received "${value}"; ${allowed}`);
}

function wrong(message: string): never {
  throw new CodedError('TAP3301', `${message}; "npm run load -- --help" shows all options`);
}
