import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const fixture = join(__dirname, '..', '..', '..', 'fixtures', 'shipped.ts');

/** Where the file stands that a team edits. */
export const place = join(__dirname, '..', '..', '..', '..', 'lib', 'config', 'environments.ts');

/** The shipped example as the text of the team's file, whatever a team has written into its own. */
export function shippedText(): string {
  const text = readFileSync(fixture, 'utf8')
    .replace(/^import \{ frozen \}.*\n/m, '')
    .replace('../../lib/config', './schema')
    .replace('export const shippedData: DeliveryData = frozen({', 'export const deliveryData: DeliveryData = {')
    .replace(/\}\);\n$/, '};\n');
  if (text.includes('frozen') || !text.includes('deliveryData: DeliveryData = {'))
    throw new Error('the fixture differs');
  return text;
}
