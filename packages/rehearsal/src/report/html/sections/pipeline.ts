import { duration } from '../../duration';
import type { Report, ReportedStage } from '../../schema';
import { html, type Markup } from '../markup';
import { anchor, badge, toneOf } from '../words';
import { section } from './section';

/** The stages as they follow each other. */
export function pipelineSection({ stages }: Report): Markup {
  if (stages.length === 0)
    return section('pipeline', 'Pipeline', html`<p class="empty">The run ended before the pipeline was known.</p>`);
  return section('pipeline', 'Pipeline', html`<ol class="flow">${stages.map(card)}</ol>`);
}

function card(stage: ReportedStage): Markup {
  return html`<li class="stage ${toneOf(stage.verdict)}">
<h3>${stage.name}</h3>
<p>${badge(stage.verdict)} <span class="time">${stage.verdict === 'not run' && stage.seconds === 0 ? undefined : duration(stage.seconds)}</span></p>
<ul>${stage.actions.map(
    (action) =>
      html`<li><a href="#${anchor('action', stage.name, action.name)}"><span class="dot ${toneOf(action.verdict)}" aria-hidden="true"></span>${shortName(action)}<span class="hidden"> ${action.verdict}</span></a><span class="time">${action.seconds > 0 ? duration(action.seconds) : undefined}</span></li>`,
  )}</ul>
</li>`;
}

/** A deployment is named by its stack alone: in a card there is little room, and the colour of the stage says the rest. */
function shortName({ name, provider }: ReportedStage['actions'][number]): string {
  return provider === 'CloudFormation' ? name.replace(/\.Deploy$/, '') : name;
}
