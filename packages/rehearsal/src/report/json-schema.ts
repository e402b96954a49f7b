import { z } from 'zod';
import { report } from './schema';

/**
 * The schema of `report.json` for readers in other languages, as it stands in `docs/report.schema.json`.
 *
 * @returns JSON text that ends with a line feed
 */
export function reportJsonSchema(): string {
  const schema = z.toJSONSchema(report, { target: 'draft-2020-12' });
  return `${JSON.stringify({ ...schema, title: 'report.json of a rehearsal' }, null, 2)}\n`;
}
