import type { Report } from '../../schema';
import { html, type Markup } from '../markup';
import { section, table } from './section';

/** What the update of environments lost and kept. Nothing is said where they were made anew. */
export function updateSection({ update }: Report): Markup | undefined {
  if (update === undefined) return undefined;
  const rows = update.environments.map(
    ({ environment, requests, requestsLost, rowsBefore, rowsAfter, problems }) =>
      html`<tr><th scope="row">${environment}</th><td>${String(requestsLost)} of ${String(requests)}</td><td>${String(rowsAfter)} of ${String(rowsBefore)}</td><td>${problems.join('; ') || 'nothing'}</td></tr>`,
  );
  return section(
    'update',
    'Update',
    table('Update', ['Environment', 'Requests lost', 'Rows kept', 'What was lost'], rows),
    `from ${update.from.slice(0, 10)}`,
  );
}
