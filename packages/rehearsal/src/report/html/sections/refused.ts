import type { Report } from '../../schema';
import { html, type Markup } from '../markup';
import { section, table } from './section';

/** What was asked for and refused. Nothing is said where nothing was: a program that asks no proxy is not seen. */
export function refusedSection({ refused }: Report): Markup | undefined {
  if (refused.length === 0) return undefined;
  const rows = refused.map(
    ({ by, host, port, times }) =>
      html`<tr><th scope="row"><code>${host}:${String(port)}</code></th><td>${by}</td><td>${String(times)}</td></tr>`,
  );
  return section(
    'refused',
    'Refused requests',
    table('Refused requests', ['Address', 'Asked for by', 'Times'], rows),
    "by the run's own proxy",
  );
}
