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
  for (const { file, replace, by } of edits) {
    const path = join(copy, file);
    if (replace === undefined) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, by);
      continue;
    }
    const parts = existsSync(path) ? readFileSync(path, 'utf8').split(replace) : [];
    if (parts.length !== 2) {
      const found = `holds ${JSON.stringify(replace)} ${Math.max(0, parts.length - 1)} times`;
      throw new CodedError(
        'TAP2041',
        `${file} ${found}, and the edit needs it once; mend it in scripts/configured/rows.ts`,
      );
    }
    writeFileSync(path, parts.join(by));
  }
}
