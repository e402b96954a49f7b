import type { Report } from '../../schema';
import { html, type Markup } from '../markup';
import { section, table } from './section';

/** Who was told that the execution failed, and in which words. */
export function toldSection({ told, verdict }: Report): Markup | undefined {
  if (told.length === 0) {
    return verdict === 'stopped' ? section('told', 'Told', html`<p class="empty">Nobody was told.</p>`) : undefined;
  }
  const rows = told.map(
    ({ topic, to, subject, text }) =>
      html`<tr><th scope="row">${to.join(', ') || 'nobody'}</th><td>${topic}</td><td class="text">${subject}</td><td class="text">${text}</td></tr>`,
  );
  return section('told', 'Told', table('Told', ['To', 'Topic', 'Subject', 'Message'], rows));
}
