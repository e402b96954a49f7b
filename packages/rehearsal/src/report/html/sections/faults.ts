import type { Report } from '../../schema';
import { html, type Markup } from '../markup';
import { section, table } from './section';

/** Faults that were ordered, and whether the right gate stopped them. */
export function faultsSection({ faults }: Report): Markup | undefined {
  if (faults.length === 0) return undefined;
  const rows = faults.map(
    (fault) =>
      html`<tr><th scope="row">${fault.name}</th><td><span class="badge ${fault.caught ? 'good' : 'bad'}">${fault.caught ? 'caught' : 'not caught'}</span></td><td>${fault.injected ? 'yes' : 'no'}</td><td>${fault.expectedGate}</td><td>${fault.stoppedBy ?? 'nothing'}</td></tr>`,
  );
  return section(
    'faults',
    'Faults',
    table('Faults', ['Fault', 'Outcome', 'Applied', 'Must be stopped by', 'Was stopped by'], rows),
  );
}
