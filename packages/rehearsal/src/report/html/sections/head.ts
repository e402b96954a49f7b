import { duration } from '../../duration';
import type { JobFiles } from '../../job-files';
import type { Report } from '../../schema';
import { stagesAfter } from '../../through';
import { html, type Markup } from '../markup';
import { anchor, badge, toneOf } from '../words';

/** Facts that are sentences. */
const wide = ['Commit', 'Clock'];

/** How it ended, why, where to look further, and of what. */
export function headSection(report: Report, files: JobFiles): Markup {
  const actions = report.stages.flatMap((stage) => stage.actions);
  const facts: readonly (readonly [string, Markup | string])[] = [
    ['Actions', `${report.standIns} stood in of ${actions.length}`],
    ['Resources', `${report.resources.counts.exercised} exercised of ${report.resources.items.length}`],
    ['Gates', gatesPassed(report)],
    ['Took', duration(report.seconds)],
    [
      'Started',
      html`<time datetime="${report.startedAt}">${report.startedAt.replace('T', ' ').slice(0, 19)} UTC</time>`,
    ],
    ['Commit', html`<code>${report.commit.slice(0, 10) || 'unknown'}</code> ${report.subject}${snapshot(report)}`],
    [
      'Clock',
      report.clock.factor === 1
        ? 'as on AWS'
        : `alarm periods, bake times and time-outs ran ${report.clock.factor} times faster`,
    ],
    ['Restarts', report.restarts === 0 ? 'none' : `${report.restarts}, by self-mutation`],
  ];
  const [first = '', ...rest] = report.reason.split('\n');
  const missed = report.faults.filter(({ caught }) => !caught).map(({ name }) => name);
  return html`<header class="${missed.length > 0 ? 'bad' : toneOf(report.verdict)}">
<p class="kicker">Rehearsal of the pipeline on one machine</p>
<h1>${missed.length > 0 ? badge('fault not caught', missed.join(', ')) : badge(report.verdict, undefined, report.through)}</h1>
<p class="reason">${first}${beyond(report)}${rest.length === 0 ? undefined : html`\n<small>${rest.join('\n')}</small>`}</p>
${failedActions(report, files)}
<dl class="facts">${facts.map(([name, value]) => html`<div${wide.includes(name) ? html` class="wide"` : undefined}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</header>
`;
}

/** What a run that was to end earlier says nothing about. */
function beyond(report: Report): string {
  const stages = stagesAfter(report);
  return stages.length === 0 ? '' : ` Not run: ${stages.join(', ')}.`;
}

function snapshot({ workingTree }: Report): Markup | undefined {
  return workingTree ? html` <b>with a snapshot of the working tree, not the commit alone</b>` : undefined;
}

/** A gate that was not reached has judged nothing, and is not counted. */
function gatesPassed({ gates }: Report): string {
  if (gates.length === 0) return 'none judged';
  return `${gates.filter(({ verdict }) => verdict === 'pass').length} passed of ${gates.length}`;
}

/** Links to what stopped the run: the action, and its log if it has one. */
function failedActions({ stages }: Report, files: JobFiles): Markup | undefined {
  const failed = stages.flatMap((stage) =>
    stage.actions.filter(({ verdict }) => verdict === 'fail').map(({ name }) => [stage.name, name] as const),
  );
  if (failed.length === 0) return undefined;
  const links = failed.map(([stage, action]) => {
    const log = files.get(`${stage}/${action}`)?.find((file) => file.endsWith('/log.txt'));
    return html`<li><a href="#${anchor('action', stage, action)}">${stage}/${action}</a>${log === undefined ? undefined : html` <a href="${encodeURI(log)}">its log</a>`}</li>`;
  });
  return html`<ul class="files">${links}</ul>`;
}
