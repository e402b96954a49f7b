import { join } from 'node:path';

/**
 * Leads the AWS SDK for JavaScript v2 into the local cloud, which has to be told where it is loaded: it takes no endpoint from
 * variables (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
 *
 * @param given what the job's Node is told already
 */
export function leadingOlderSdks(given: string | undefined): Readonly<Record<string, string>> {
  const load = `--require ${JSON.stringify(join(__dirname, 'sdk-v2-endpoint.cjs'))}`;
  return { NODE_OPTIONS: given === undefined ? load : `${given} ${load}` };
}
