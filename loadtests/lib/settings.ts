import type { LimitsByDoor } from './limits.ts';
import type { Door } from './profile.ts';

/**
 * What the program that runs k6 hands over, all of it by environment variables of the k6 process: arguments can be read by
 * every user of a machine, and one of these is a key.
 */
export interface Settings {
  /** Name of a file in `profiles/`, without its ending. */
  readonly profile: string;
  /** Seconds that the load lasts at most; undefined: as the profile says. */
  readonly loadSeconds: number | undefined;
  readonly limits: LimitsByDoor;
  /** Base addresses without a slash at the end. */
  readonly addresses: Readonly<Record<Door, string>>;
  /** Key of API Gateway's usage plan; empty where that door isn't used. */
  readonly apiKey: string;
  /** Makes a summary recognizable as this run's. */
  readonly runId: string;
  readonly summaryFile: string;
}

/** @throws Error naming the variable that is missing */
export function readSettings(variables: Record<string, string | undefined>): Settings {
  const required = (name: string): string => {
    const value = variables[name];
    if (!value) throw new Error(`${name} is missing: start journeys with "npm run load"`);
    return value;
  };
  const limits = JSON.parse(required('LOAD_LIMITS')) as LimitsByDoor;
  return {
    profile: required('LOAD_PROFILE'),
    loadSeconds: variables.LOAD_SECONDS ? Number(variables.LOAD_SECONDS) : undefined,
    limits,
    addresses: {
      cloudfront: limits.cloudfront ? withoutSlash(required('LOAD_SITE_URL')) : '',
      api: limits.api ? withoutSlash(required('LOAD_API_URL')) : '',
    },
    apiKey: limits.api ? required('LOAD_API_KEY') : '',
    runId: required('LOAD_RUN_ID'),
    summaryFile: required('LOAD_SUMMARY_FILE'),
  };
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
