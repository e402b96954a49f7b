import { count } from '../../count';
import type { Report } from '../../schema';
import { html, type Markup } from '../markup';

/** What did not run at all and was replaced: said before anything else. */
export function standInsSection(report: Report): Markup {
  const actions = report.stages.flatMap((stage) =>
    stage.actions.filter((action) => action.verdict === 'stood in').map((action) => ({ stage: stage.name, ...action })),
  );
  if (actions.length === 0) {
    // What was under way when a run was cut off may have been about to be replaced.
    const toItsEnd = report.verdict === 'promoted' || report.verdict === 'stopped';
    return html`<aside class="callout ${toItsEnd ? 'good' : 'warn'}" aria-label="Stand-ins">No action stood in: every action that ended, ran its own commands.</aside>`;
  }
  return html`<aside class="callout warn" aria-label="Stand-ins">
<strong>${count(actions.length, 'action')} stood in.</strong> The commands of ${actions.length === 1 ? 'this action were' : 'these actions were'} not run; something else took their place:
<ul>${actions.map((action) => html`<li><b>${action.stage}/${action.name}</b>: ${action.reason ?? 'no reason was given'}</li>`)}</ul>
</aside>`;
}
