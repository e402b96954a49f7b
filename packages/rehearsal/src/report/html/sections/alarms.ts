import { count } from '../../count';
import type { Report, ReportedPace } from '../../schema';
import { html, type Markup } from '../markup';
import { section, table } from './section';

/** Rows beyond which a table is folded. */
const shownRows = 12;

/** The alarms that nothing on one machine can feed, by name, and what the others would have done at AWS's pace. */
export function alarmsSection({ alarms }: Report): Markup {
  return section(
    'alarms',
    'Alarms',
    html`${notJudged(alarms.notJudged)}
${alarms.atAwsPace.length === 0 ? undefined : atAwsPace(alarms.atAwsPace)}`,
  );
}

function notJudged(alarms: Report['alarms']['notJudged']): Markup {
  if (alarms.length === 0) return html`<h3>Not judged</h3><p class="empty">None is recorded.</p>`;
  const rows = alarms.map(
    (alarm) =>
      html`<tr><td>${alarm.environment}</td><th scope="row"><code>${alarm.name}</code></th><td class="text">${alarm.reason}</td></tr>`,
  );
  return html`<h3>Not judged</h3>
<details><summary>${count(alarms.length, 'alarm')} that nothing on this machine can feed: the rehearsal says nothing about them</summary>
${table('Alarms not judged', ['Environment', 'Alarm', 'Why'], rows)}</details>`;
}

function atAwsPace(alarms: readonly ReportedPace[]): Markup {
  // What fired or disagrees first; the rest is what one hopes for.
  const [loud, quiet] = [alarms.filter(isLoud), alarms.filter((alarm) => !isLoud(alarm))];
  const rows = [...loud, ...quiet].map(
    (alarm) =>
      html`<tr><td>${alarm.environment}</td><th scope="row" class="text"><code>${alarm.name}</code> <span class="note">${alarm.reason}</span></th><td>${tag(alarm.onAws, alarm.onAws === 'would fire')}</td><td>${tag(alarm.here, alarm.here === 'fired')}</td></tr>`,
  );
  const firing = alarms.filter(({ onAws }) => onAws === 'would fire').length;
  return html`<h3>At AWS’s pace</h3>
<p class="note">Here the clock runs faster and the load is shorter. By arithmetic over the samples of each load test: what its alarms would have done on AWS, with periods and load of their true length and the load’s level throughout.</p>
<details${loud.length === 0 && rows.length > shownRows ? undefined : html` open`}><summary>${count(alarms.length, 'alarm')}, of which ${firing} would have fired</summary>
${table("Alarms at AWS's pace", ['Environment', 'Alarm', 'On AWS', 'Here'], rows)}</details>`;
}

function isLoud({ onAws, here }: ReportedPace): boolean {
  return onAws === 'would fire' || here === 'fired';
}

function tag(text: string, bad: boolean): Markup {
  return bad ? html`<span class="badge bad">${text}</span>` : html`${text}`;
}
