import { show } from './fields.ts';
import type { Door } from './profile.ts';
import { parseThresholds, type Thresholds } from './thresholds.ts';

/**
 * What the program that runs k6 hands over, all of it by environment variables of the k6 process: arguments can be read by
 * every user of a machine, and one of these is a key.
 */
export interface Settings {
  /** Name of a file in `profiles/`, without its ending. */
  readonly profile: string;
  /** Seconds that the load lasts at most; undefined: as the profile says. */
  readonly loadSeconds: number | undefined;
  readonly thresholds: Thresholds;
  /** Base addresses without a slash at the end. */
  readonly addresses: Readonly<Record<Door, string>>;
  /** Key of API Gateway's usage plan; empty where that door isn't used. */
  readonly apiKey: string;
  /** Whether API Gateway may answer what is cacheable from its cache. */
  readonly apiCache: boolean;
  /** Makes a summary recognizable as this run's. */
  readonly runId: string;
  readonly summaryFile: string;
}

/** @throws Error naming the variable that is missing or wrong */
export function readSettings(variables: Record<string, string | undefined>): Settings {
  const required = (name: string): string => {
    const value = variables[name];
    if (!value) throw new Error(`${name} is missing: start journeys with "npm run load"`);
    return value;
  };
  const thresholds = parseThresholds(required('LOAD_THRESHOLDS'), 'LOAD_THRESHOLDS');
  return {
    profile: required('LOAD_PROFILE'),
    loadSeconds: secondsIn(variables.LOAD_SECONDS, 'LOAD_SECONDS'),
    thresholds,
    addresses: {
      cloudfront: thresholds.cloudfront ? withoutSlash(required('LOAD_SITE_URL')) : '',
      api: thresholds.api ? withoutSlash(required('LOAD_API_URL')) : '',
    },
    apiKey: thresholds.api ? required('LOAD_API_KEY') : '',
    apiCache: truthIn(required('LOAD_API_CACHE'), 'LOAD_API_CACHE'),
    runId: required('LOAD_RUN_ID'),
    summaryFile: required('LOAD_SUMMARY_FILE'),
  };
}

function secondsIn(text: string | undefined, variable: string): number | undefined {
  if (!text) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds > 0) return seconds;
  throw new Error(`${variable}: received ${show(text)}; a number of seconds above 0 is needed`);
}

function truthIn(text: string, variable: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new Error(`${variable}: received ${show(text)}; true or false is needed`);
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
