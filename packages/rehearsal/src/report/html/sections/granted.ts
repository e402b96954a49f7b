import type { Report } from '../../schema';
import { html, type Markup } from '../markup';
import { section, table } from './section';

/** What the configuration gave to what was executed. Nothing is said where it gave nothing. */
export function grantedSection({ granted }: Report): Markup | undefined {
  const given = [
    ...granted.hosts.map((name) => [name, 'a host that may be reached'] as const),
    ...granted.synthVariables.map((name) => [name, "a variable of the person's, for synth"] as const),
    ...granted.jobVariables.map((name) => [name, "a variable of the person's, for jobs"] as const),
  ];
  if (given.length === 0) return undefined;
  const rows = given.map(([name, what]) => html`<tr><th scope="row"><code>${name}</code></th><td>${what}</td></tr>`);
  return section('granted', 'Given by the configuration', table('Given by the configuration', ['Name', 'What'], rows));
}
