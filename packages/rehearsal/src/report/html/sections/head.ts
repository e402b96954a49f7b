import { duration } from '../../duration';
import type { JobFiles } from '../../job-files';
import type { Report } from '../../schema';
import { html, type Markup } from '../markup';
import { anchor, badge, count, toneOf } from '../words';

/** Facts that are sentences. */
const wide = ['Commit', 'Clock'];

/** How it ended, why, where to look further, and of what. */
export function headSection(report: Report, files: JobFiles): Markup {
  const facts: readonly (readonly [string, Markup | string])[] = [
    ['Commit', html`<code>${report.commit.slice(0, 10) || 'unknown'}</code> ${report.subject}`],
    ['Source', report.workingTree ? 'a snapshot of the working tree, not the commit alone' : 'the commit'],
    [
      'Started',
      html`<time datetime="${report.startedAt}">${report.startedAt.replace('T', ' ').slice(0, 19)} UTC</time>`,
    ],
    ['Took', duration(report.seconds)],
    ['Restarts', report.restarts === 0 ? 'none' : `${report.restarts}, by self-mutation`],
    [
      'Clock',
      report.clock.factor === 1
        ? 'as on AWS'
        : `alarm periods, bake times and time-outs ran ${report.clock.factor} times faster`,
    ],
    [
      'Resources',
      `${report.resources.counts.exercised} exercised of ${count(report.resources.items.length, 'resource')}`,
    ],
  ];
  const [first = '', ...rest] = report.reason.split('\n');
  const missed = report.faults.filter(({ caught }) => !caught).map(({ name }) => name);
  return html`<header class="${missed.length > 0 ? 'bad' : toneOf(report.verdict)}">
<p class="kicker">Rehearsal of the pipeline on one machine</p>
<h1>${missed.length > 0 ? badge('fault not caught', missed.join(', ')) : badge(report.verdict)}</h1>
<p class="reason">${first}${rest.length === 0 ? undefined : html`\n<small>${rest.join('\n')}</small>`}</p>
${failedActions(report, files)}
<dl class="facts">${facts.map(([name, value]) => html`<div${wide.includes(name) ? html` class="wide"` : undefined}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</header>
`;
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
