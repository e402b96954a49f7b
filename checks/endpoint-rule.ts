import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import type { Job } from './job';

/** Variables by which a single service has an endpoint of its own, or none counts, or a profile says which. */
const leadingAway = /^AWS_(?:ENDPOINT_URL_\w+|IGNORE_CONFIGURED_ENDPOINT_URLS|PROFILE|DEFAULT_PROFILE)$/;

/** Settings of AWS's files that do the same. */
const settings = /^\s*(endpoint_url|services|ignore_configured_endpoint_urls)\s*=/m;

/**
 * A job talks to AWS, or to what `AWS_ENDPOINT_URL` names, and to nobody else. The endpoint of a single service would go
 * before it, and a profile may bring both an endpoint and somebody else's credentials.
 *
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 *
 * @throws CodedError TAP3011 if a variable or one of AWS's files leads calls elsewhere
 */
export function refuseOtherEndpoints(variables: Job['variables']): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value && leadingAway.test(name) && !(name === 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS' && value === 'false')) {
      refuse(name, JSON.stringify(value), 'unset it');
    }
  }
  // Whoever answers could say that he is AWS, or the shop: https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue
  if (variables.NODE_TLS_REJECT_UNAUTHORIZED === '0') refuse('NODE_TLS_REJECT_UNAUTHORIZED', '"0"', 'unset it');
  for (const file of filesOf(variables)) {
    const [, setting] = settings.exec(contentOf(file)) ?? [];
    if (setting) refuse(file, setting, 'take it out');
  }
}

function refuse(place: string, received: string, next: string): never {
  throw new CodedError(
    'TAP3011',
    `${place}: received ${received}, which may lead calls of AWS elsewhere; only AWS_ENDPOINT_URL may name an endpoint, on this machine: ${next}`,
  );
}

/** Where the SDK looks. */
function filesOf({ AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE, HOME, USERPROFILE }: Job['variables']): string[] {
  const home = HOME || USERPROFILE;
  const inHome = (name: string) => (home ? join(home, '.aws', name) : undefined);
  return [AWS_CONFIG_FILE || inHome('config'), AWS_SHARED_CREDENTIALS_FILE || inHome('credentials')].filter(
    (file) => file !== undefined,
  );
}

/** What can't be read leads nowhere. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
