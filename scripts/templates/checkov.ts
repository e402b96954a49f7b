import { basename } from 'node:path';
import { z } from 'zod';
import { captureJson } from './capture';
import type { Report } from './report';

const check = z.looseObject({
  check_id: z.string(),
  check_name: z.string(),
  file_path: z.string(),
  /** `AWS::S3::Bucket.LogicalId` */
  resource: z.string(),
});

const output = z.looseObject({
  results: z.looseObject({ failed_checks: z.array(check), skipped_checks: z.array(check) }),
});

/**
 * What checkov finds in a folder of templates. What a template's own metadata lets it skip counts as found.
 *
 * @throws CodedError TAP2052 if checkov can't be started or prints something else
 */
export async function checkov(program: string, folder: string): Promise<readonly Report[]> {
  const args = ['--framework', 'cloudformation', '--directory', '.', '--output', 'json', '--compact'];
  // `--skip-download`: by itself it would ask its vendor's service for texts.
  const { results } = output.parse(await captureJson(program, [...args, '--skip-download'], folder));
  return [...results.failed_checks, ...results.skipped_checks].map(({ check_id, check_name, file_path, resource }) => ({
    file: basename(file_path),
    id: check_id,
    resource: resource.slice(resource.indexOf('.') + 1),
    message: check_name,
  }));
}
