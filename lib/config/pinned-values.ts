import { isDeepStrictEqual } from 'node:util';
import type { PinnedValue } from './pin';
import type { EnvironmentConfiguration, PipelineConfiguration } from './schema';
import { schemeCalled, schemesListened } from './schemes';
import { zonesAtFirstOf, zonesOf } from './zones';

/** A value that the first deployment fixes, or lets go in one direction. */
export interface Fixture<Settings> {
  /** Within the environment or the pipeline, such as `network.cidr`; the same as in `changing.ts`. */
  readonly place: string;
  /** What is deployed by it: a default is one like any other. */
  readonly of: (settings: Settings) => PinnedValue;
  /** Whether it may be what it is now after it was what is pinned. */
  readonly allows: (pinned: PinnedValue, settings: Settings) => boolean;
}

function fixed<Settings>(place: string, of: Fixture<Settings>['of']): Fixture<Settings> {
  return { place, of, allows: (pinned, settings) => isDeepStrictEqual(pinned, of(settings)) };
}

/** Where none is named it is that of the credentials, which may be the one that is named. */
const account: Fixture<{ readonly account?: string }> = {
  place: 'account',
  of: (settings) => settings.account ?? null,
  allows: (pinned, settings) => pinned === null || settings.account === undefined || pinned === settings.account,
};

const region = fixed<{ readonly region: string }>('region', (settings) => settings.region);

export const fixturesOfPipeline: readonly Fixture<PipelineConfiguration>[] = [account, region];

export const fixturesOfEnvironment: readonly Fixture<EnvironmentConfiguration>[] = [
  account,
  region,
  fixed('network.cidr', ({ network }) => network.cidr),
  {
    place: 'network.availabilityZones',
    of: ({ network }) => network.availabilityZones,
    allows: (pinned, { network }) => network.availabilityZones >= Number(pinned),
  },
  {
    place: 'network.zoneIds',
    of: (environment) => [...zonesOf(environment)],
    allows: (pinned, environment) =>
      Array.isArray(pinned) && pinned.every((zone, index) => zonesOf(environment)[index] === zone),
  },
  fixed('network.zonesAtFirst', (environment) => zonesAtFirstOf(environment).length),
  {
    place: 'database.engineVersion',
    of: ({ database }) => database.engineVersion,
    allows: (pinned, { database }) => isAtLeast(database.engineVersion, String(pinned)),
  },
  fixed('database.databaseName', ({ database }) => database.databaseName),
  {
    // What the doors call: it must be open until they have turned from it.
    place: 'edge.origin',
    of: schemeCalled,
    allows: (pinned, environment) => schemesListened(environment).some((scheme) => scheme === pinned),
  },
];

/** Versions of numbers with dots between them. */
function isAtLeast(version: string, least: string): boolean {
  const numbers = (text: string) => text.split('.').map(Number);
  const [one, other] = [numbers(version), numbers(least)];
  const first = other.findIndex((number, index) => number !== one[index]);
  return first < 0 || Number(one[first]) > Number(other[first]);
}

/** All of them by place. */
export function valuesOf<Settings>(
  fixtures: readonly Fixture<Settings>[],
  settings: Settings,
): Record<string, PinnedValue> {
  return Object.fromEntries(fixtures.map(({ place, of }) => [place, of(settings)]));
}
