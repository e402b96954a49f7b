import type { Report } from '../../schema';
import { html, type Markup } from '../markup';
import { count } from '../words';
import { section, table } from './section';

/** The alarms that nothing on one machine can feed, by name. */
export function alarmsSection({ alarms }: Report): Markup {
  const { notJudged } = alarms;
  if (notJudged.length === 0)
    return section('alarms', 'Alarms not judged', html`<p class="empty">None is recorded.</p>`);
  const rows = notJudged.map(
    (alarm) =>
      html`<tr><td>${alarm.environment}</td><th scope="row"><code>${alarm.name}</code></th><td class="text">${alarm.reason}</td></tr>`,
  );
  return section(
    'alarms',
    'Alarms not judged',
    html`<details${notJudged.length > 12 ? undefined : html` open`}><summary>${count(notJudged.length, 'alarm')} that nothing on this machine can feed: the rehearsal says nothing about them</summary>
${table('Alarms not judged', ['Environment', 'Alarm', 'Why'], rows)}</details>`,
  );
}
