import { html, type Markup } from '../markup';

/** A part of the page with its heading. */
export function section(id: string, title: string, body: Markup, note?: string): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}${note === undefined ? undefined : html` <span class="note">${note}</span>`}</h2>
${body}
</section>
`;
}

/** A table that scrolls by itself on a narrow screen. */
export function table(caption: string, heads: readonly string[], rows: readonly Markup[], id?: string): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table${id === undefined ? undefined : html` id="${id}"`}>
<caption class="hidden">${caption}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody>
</table></div>`;
}
