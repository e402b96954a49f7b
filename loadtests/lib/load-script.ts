import type { Options } from 'k6/options';
import { type Step, walk } from './journey.ts';
import { toOptions } from './options.ts';
import { parseProfile } from './parse-profile.ts';
import type { Door } from './profile.ts';
import { readSettings, type Settings } from './settings.ts';
import type { Shop } from './shop.ts';
import { shorten } from './shorten.ts';
import { summaryFiles } from './summary.ts';

/** A journey: what a shopper does, whoever comes, how often and through which door. */
export interface Journey<Found, State> {
  /** Looks up once, before the load, what all shoppers need; what it returns must be plain data. */
  prepare(shop: Shop): Found;
  /** What one shopper knows at the door. */
  begin(found: Found): State;
  readonly steps: readonly Step<State>[];
}

/** What a k6 script exports; `cloudfront` and `api` are the functions of the two scenarios. */
export interface LoadScript<Found> {
  readonly options: Options;
  setup(): Found;
  cloudfront(found: Found): void;
  api(found: Found): void;
  handleSummary(data: unknown): Record<string, string>;
}

/** What every shopper is told by the set-up. */
interface SetUp<Found> {
  readonly found: Found;
  readonly thinkSeconds: number;
}

/** What k6 makes of the profile, once for all its users. */
interface Plan {
  readonly options: Options;
  readonly thinkSeconds: number;
}

/** Makes a k6 script of a journey and the profile that the settings name. Any journey goes with any profile. */
export function loadScript<Found, State>(journey: Journey<Found, State>): LoadScript<SetUp<Found>> {
  const settings = readSettings(__ENV);
  // k6 runs all of a script again for each of its users; options and set-up are those of the first, which is none.
  const plan = __VU === 0 ? planOf(settings, journey.steps) : undefined;
  const { runId } = settings;
  const shops: Record<Door, Shop> = {
    cloudfront: { address: settings.addresses.cloudfront, apiKey: '', mayKeep: false, runId },
    api: { address: settings.addresses.api, apiKey: settings.apiKey, mayKeep: settings.apiCache, runId },
  };
  const shopper =
    (door: Door) =>
    ({ found, thinkSeconds }: SetUp<Found>) =>
      walk(journey.steps, shops[door], journey.begin(found), thinkSeconds);
  return {
    options: plan?.options ?? {},
    setup: () => ({
      found: journey.prepare({
        ...shops[settings.thresholds.cloudfront ? 'cloudfront' : 'api'],
        // No part of the load, which others count by its mark.
        runId: `${runId}-setup`,
      }),
      thinkSeconds: plan?.thinkSeconds ?? 0,
    }),
    cloudfront: shopper('cloudfront'),
    api: shopper('api'),
    handleSummary: (data) => summaryFiles(data, settings.runId, settings.summaryFile),
  };
}

function planOf(settings: Settings, steps: readonly { readonly name: string }[]): Plan {
  const file = `../profiles/${settings.profile}.json`;
  const written = parseProfile(JSON.parse(open(import.meta.resolve(file))), `profiles/${settings.profile}.json`);
  const profile = shorten(written, settings.loadSeconds);
  const names = steps.map(({ name }) => name);
  return { options: toOptions(profile, settings.thresholds, names), thinkSeconds: profile.thinkSeconds };
}
