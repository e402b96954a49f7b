import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import type { DeliveryData } from '../../lib/config';
import type { SourceEdit } from './row';

/** The team's file. */
export const configurationFile = 'lib/config/environments.ts';

/** The text of the team's file for these data; `biome format` gives it the repository's form. */
export function configurationText(data: DeliveryData): string {
  return `import type { DeliveryData } from './schema';

export const deliveryData: DeliveryData = ${JSON.stringify(data)};
`;
}

/**
 * Writes the edits into a copy of the repository.
 *
 * @throws CodedError TAP2041 if an edit finds no place, or more than one
 */
export function writeEdits(copy: string, edits: readonly SourceEdit[]): void {
  for (const edit of edits) {
    const path = join(copy, edit.file);
    const edited = applyEdit(existsSync(path) ? readFileSync(path, 'utf8') : '', edit);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, edited);
  }
}

/**
 * The text of a file after an edit.
 *
 * @throws CodedError TAP2041 if the edit finds no place in it, or more than one
 */
export function applyEdit(text: string, edit: SourceEdit): string {
  const { file, replace, by, writtenIn = 'scripts/configured/rows.ts' } = edit;
  if (replace === undefined) return by;
  const parts = text.split(replace);
  if (parts.length === 2) return parts.join(by);
  const found = `holds ${JSON.stringify(replace)} ${Math.max(0, parts.length - 1)} times`;
  throw new CodedError('TAP2041', `${file} ${found}, and the edit needs it once; mend it in ${writtenIn}`);
}
