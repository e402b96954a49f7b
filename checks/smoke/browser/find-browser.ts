import { delimiter } from 'node:path';
import { findProgram } from '../../find-program';

/** Programs of the Chromium family, as their packages name them; what is released comes before what may be a snapshot. */
export const browserNames = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'headless_shell',
] as const;

/**
 * The browser that `CHROMIUM_PATH` names, else the first name that is on the PATH. The image of the smoke test's job has Chrome,
 * and a snapshot of Chromium:
 * https://github.com/aws/aws-codebuild-docker-images/blob/1590e48787084015430500926ea922130dbe9367/ubuntu/standard/7.0/Dockerfile#L217-L246
 *
 * @returns undefined where there is none
 */
export function findBrowser(variables: Readonly<Record<string, string | undefined>>): string | undefined {
  const { CHROMIUM_PATH: named, PATH: path = '' } = variables;
  if (named) return named;
  return findProgram(browserNames, path.split(delimiter).filter(Boolean));
}
