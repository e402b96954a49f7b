import { type GateEvidence, limitWords, type Measurement } from '../../../events/gate-evidence';
import { count } from '../../count';
import type { Report } from '../../schema';
import { html, type Markup } from '../markup';
import { badge } from '../words';
import { section } from './section';

/** What each gate measured, held against its limits. */
export function gatesSection({ gates }: Report): Markup {
  if (gates.length === 0) return section('gates', 'Gates', html`<p class="empty">No gate was reached.</p>`);
  const environments = [...new Set(gates.map((gate) => gate.environment))];
  return section(
    'gates',
    'Gates',
    html`${environments.map(
      (environment) =>
        html`<h3>${environment}</h3><div class="cards">${gates.filter((gate) => gate.environment === environment).map(card)}</div>`,
    )}`,
    'what was measured, held against its limit',
  );
}

function card(gate: GateEvidence): Markup {
  const limited = gate.measurements.filter((measurement) => measurement.limit !== undefined);
  const informative = gate.measurements.filter((measurement) => measurement.limit === undefined);
  const subject = Object.entries(gate.subject);
  const reasons = gate.reasons.map((reason) => html`<li>${reason}</li>`);
  return html`<article class="gate">
<h4>${gate.gate} ${badge(gate.verdict)}</h4>
${reasons.length === 0 ? undefined : html`<ul class="reasons">${reasons}</ul>`}
${limited.length === 0 ? undefined : html`<dl>${limited.map(row)}</dl>`}
${informative.length === 0 ? undefined : html`<details><summary>${count(informative.length, 'figure')} without a limit</summary><dl>${informative.map(row)}</dl></details>`}
${subject.length === 0 ? undefined : html`<details><summary>what was judged</summary><dl>${subject.map(named)}</dl></details>`}
</article>`;
}

function named([name, value]: readonly [string, string]): Markup {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function row({ name, value, unit, limit }: Measurement): Markup {
  return html`<div><dt>${name}</dt><dd>${figure(value, unit)}${limit === undefined ? undefined : html` <span class="limit">${limitWords(limit)}</span>`}</dd></div>`;
}

/** A rate is shown in percent as well: its limit is a share, and nobody reads 0.0012. */
function figure(value: number, unit: string): string {
  if (unit === 'rate') return `${Number(value.toPrecision(3))} (${round(value * 100)} %)`;
  if (unit === 'count') return String(round(value));
  return `${round(value)} ${unit === 'percent' ? '%' : unit}`;
}

function round(value: number): number {
  const digits = Math.abs(value) >= 100 ? 0 : 2;
  return Number(value.toFixed(digits));
}
