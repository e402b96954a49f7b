import { count } from '../../count';
import type { Report } from '../../schema';
import { html, type Markup } from '../markup';
import { section, table } from './section';

type Class = keyof Report['resources']['counts'];

const classes: readonly (readonly [key: Class, title: string, meaning: string])[] = [
  ['exercised', 'exercised', 'a workload, a gate or a function used this very resource in this run'],
  ['created', 'created', 'the emulator made it and shows it when asked; nothing used it'],
  ['accepted', 'accepted', 'the emulator took the properties; nothing more is known'],
  ['stoodIn', 'stood in', 'a placeholder, because the emulator does not know the type'],
];

/** Every resource with its class by evidence, to be filtered. */
export function resourcesSection({ resources }: Report): Markup {
  const { items, counts } = resources;
  if (items.length === 0) return section('resources', 'Resources', html`<p class="empty">None was classified.</p>`);
  const titles = new Map(classes.map(([key, title]) => [key, title]));
  const rows = items.map(
    (item) =>
      html`<tr data-class="${item.class}" data-environment="${item.environment}"><td><span class="tag ${item.class}">${titles.get(item.class)}</span></td><td>${item.environment}</td><td>${item.stack}</td><th scope="row"><code>${item.logicalId}</code></th><td><code>${item.type}</code></td><td class="text">${item.by}</td></tr>`,
  );
  return section(
    'resources',
    'Resources',
    html`${bar(counts, items.length)}
<dl class="legend">${classes.map(([key, title, meaning]) => html`<div><dt><span class="tag ${key}">${title}</span> ${counts[key]}</dt><dd>${meaning}</dd></div>`)}</dl>
${filters(items)}
<p id="resource-count" role="status" class="note">${count(items.length, 'resource')}</p>
${table('Resources', ['Class', 'Environment', 'Stack', 'Logical id', 'Type', 'By'], rows, 'resource-table')}`,
    'classified by what was seen, never by what should be',
  );
}

function bar(counts: Report['resources']['counts'], total: number): Markup {
  const label = classes.map(([key, title]) => `${counts[key]} ${title}`).join(', ');
  return html`<div class="bar" role="img" aria-label="${label}">${classes.map(([key]) => html`<span class="${key}" style="flex-grow:${(counts[key] / total) * 1000}"></span>`)}</div>`;
}

function filters(items: Report['resources']['items']): Markup {
  const environments = [...new Set(items.map((item) => item.environment))];
  return html`<div class="filters" id="resource-filters" hidden>
<fieldset><legend>Class</legend>${classes.map(([key, title]) => html`<label><input type="checkbox" name="class" value="${key}" checked> ${title}</label>`)}</fieldset>
<label>Environment <select name="environment"><option value="">all</option>${environments.map((name) => html`<option>${name}</option>`)}</select></label>
<label>Text <input type="search" name="text" placeholder="stack, id, type, by"></label>
</div>`;
}
