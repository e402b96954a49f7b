import type { Report } from '../../schema';
import { html, type Markup } from '../markup';
import { section } from './section';

export function warningsSection({ warnings }: Report): Markup | undefined {
  if (warnings.length === 0) return undefined;
  return section(
    'warnings',
    'Warnings',
    html`<ul>${warnings.map(({ code, message }) => html`<li><code>${code}</code> ${message}</li>`)}</ul>`,
  );
}
