import type { Report } from '../../schema';
import { html, type Markup } from '../markup';
import { section, table } from './section';

/** Who was asked, what they were shown, what they said. */
export function approvalsSection({ approvals }: Report): Markup {
  if (approvals.length === 0) return section('approvals', 'Approvals', html`<p class="empty">Nobody was asked.</p>`);
  const rows = approvals.map(
    (approval) =>
      html`<tr><th scope="row">${approval.stage}/${approval.action}</th><td>${approval.answer}</td><td>${approval.by || '–'}</td><td class="text">${approval.text}</td></tr>`,
  );
  return section('approvals', 'Approvals', table('Approvals', ['Action', 'Answer', 'By', 'What was shown'], rows));
}
