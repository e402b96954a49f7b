import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { z } from 'zod';
import { type EnvironmentManifest, environmentManifest } from '../contracts/manifest';

/**
 * Reads what the build noted about an environment.
 *
 * @param folder the folder of the gate's program
 * @throws CodedError TAP3002 if the file is missing, isn't a manifest, or is another environment's
 */
export function readManifest(folder: string, environment: string): EnvironmentManifest {
  const file = join(folder, 'environments', `${environment}.json`);
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CodedError(
      'TAP3002',
      `${file} can't be read: ${String(error)}; the build writes it for every environment`,
    );
  }
  const result = environmentManifest.safeParse(data);
  if (!result.success) throw new CodedError('TAP3002', `${file} is no manifest: ${z.prettifyError(result.error)}`);
  if (result.data.environment !== environment) {
    throw new CodedError('TAP3002', `${file} describes "${result.data.environment}", not "${environment}"`);
  }
  return result.data;
}
