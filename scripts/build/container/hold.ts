import { CodedError } from '@delivery/coded-error';
import { containerVariables } from '../../../contracts/service-container';
import type { EnvironmentConfiguration } from '../../../lib/config';
import type { AskDocker } from './container';
import { type Trial, type TriedService, timesOfEcs, tryService } from './trial';

/** Nobody listens there, in a container or on this machine: port 1 belongs to a service of 1988. */
const nowhere = { host: '127.0.0.1', port: 1 };

/** Nobody's: what has no database needs no user of it. */
const secret = JSON.stringify({ username: 'nobody', password: 'none' });

/**
 * The services of an image as the tasks of the first environment start them, but for the database.
 *
 * @param image name or digest
 * @param onTheDatabase those of the services that can serve only with it
 */
export function triedServices(
  image: string,
  services: readonly string[],
  onTheDatabase: readonly string[],
  environments: readonly EnvironmentConfiguration[],
): readonly TriedService[] {
  return environments.slice(0, 1).flatMap(({ name, database, containers, region, account }) => {
    const variables = {
      ...containerVariables({
        environment: name,
        database: { ...nowhere, name: database.databaseName },
        databaseSecretArn: `arn:aws:secretsmanager:${region}:${account ?? '000000000000'}:secret:none`,
        further: containers.environment,
      }),
      DATABASE_SECRET: secret,
    };
    return services.map((service) => ({ image, service, variables, needsDatabase: onTheDatabase.includes(service) }));
  });
}

/** Tries all of them, side by side. @throws CodedError TAP2031 if docker fails */
export async function holdToContract(
  tried: readonly TriedService[],
  docker: AskDocker,
  times = timesOfEcs,
): Promise<readonly Trial[]> {
  const settled = await Promise.allSettled(tried.map((one) => tryService(one, docker, times)));
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** What was seen, as it is kept. */
export function contractEvidence(image: string, trials: readonly Trial[]): object {
  const verdict = trials.some(({ failure }) => failure !== undefined) ? 'fail' : 'pass';
  return { image, verdict, services: trials.map(({ failure, ...seen }) => ({ ...seen, reason: failure?.message })) };
}

/** The trials as lines for the log. */
export function describeTrials(trials: readonly Trial[]): readonly string[] {
  return trials
    .filter(({ failure }) => failure === undefined)
    .map(
      ({ service, aliveAfter, healthWithoutDatabase, endedAfter, exitCode }) =>
        `${service} keeps its contract: alive after ${aliveAfter} s, health without a database ${healthWithoutDatabase.join(', ')}, ended with ${exitCode} ${endedAfter} s after SIGTERM`,
    );
}

/** @throws CodedError TAP2033, TAP2034 or TAP2035 with every promise that is not kept */
export function requireContract(trials: readonly Trial[]): void {
  if (trials.length === 0) throw new CodedError('TAP2033', 'lib/config/services.ts: no service was there to be tried');
  const failures = trials.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  const [first, ...others] = failures;
  if (first === undefined) return;
  const message = first.message.slice(`${first.code}: `.length);
  const words = [message, ...others.map((other) => other.message), 'docs/your-service.md says what an image promises.'];
  throw new CodedError(first.code, words.join('\n'));
}
