import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportJsonSchema } from '@delivery/rehearsal/report/json-schema';

test('docs/report.schema.json is what the schema in the code says (npm run docs makes it)', () => {
  const committed = readFileSync(join(__dirname, '../../docs/report.schema.json'), 'utf8');
  expect(JSON.parse(committed)).toEqual(JSON.parse(reportJsonSchema()));
});
