import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';

/** Where CodeBuild looks if a project names no build specification. */
const defaultFile = 'buildspec.yml';

/**
 * The text of a project's build specification. A project holds it itself, or the name of a file in its primary input, as
 * CDK Pipelines does for jobs that publish assets.
 *
 * @param declared what the project has
 * @throws CodedError TAP4114 if the file is not there
 */
export async function findBuildSpec(where: string, declared: string, source: string | undefined): Promise<string> {
  const file = declared.trim() === '' ? defaultFile : declared.trim();
  // A specification is a mapping: YAML of it has a colon and a line end, JSON of it starts with a brace.
  if (file.includes('\n') || file.startsWith('{')) return declared;
  const missing = (cause?: unknown) =>
    new CodedError('TAP4114', `${where}: its primary input has no build specification ${file}.`, { cause });
  if (source === undefined) throw missing();
  try {
    return await readFile(join(source, file), 'utf8');
  } catch (error) {
    throw missing(error);
  }
}
