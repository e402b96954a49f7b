import type { Report } from '../../schema';
import { html, type Markup } from '../markup';
import { section } from './section';

type Warning = Report['warnings'][number];

/** Each code once: a warning that every job repeats would bury the others. */
export function warningsSection({ warnings }: Report): Markup | undefined {
  if (warnings.length === 0) return undefined;
  const codes = [...new Set(warnings.map(({ code }) => code))];
  return section(
    'warnings',
    'Warnings',
    html`<ul>${codes.map((code) => ofOneCode(warnings.filter((warning) => warning.code === code)))}</ul>`,
  );
}

/** The first in full, the others folded; those that say the same word for word are one. */
function ofOneCode(warnings: readonly Warning[]): Markup {
  const messages = [...new Set(warnings.map(({ message }) => message))];
  const [first, ...others] = messages.map((message) => {
    const times = warnings.filter((warning) => warning.message === message).length;
    return html`${message}${times === 1 ? undefined : html` <span class="note">${times} times</span>`}`;
  });
  const rest = others.map((message) => html`<li>${message}</li>`);
  return html`<li><code>${warnings[0]?.code}</code> ${first}${rest.length === 0 ? undefined : html`<details><summary>${rest.length} more of this code</summary><ul>${rest}</ul></details>`}</li>`;
}
