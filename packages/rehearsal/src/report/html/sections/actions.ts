import { count } from '../../count';
import { duration } from '../../duration';
import type { JobFiles } from '../../job-files';
import type { Report, ReportedAction, ReportedStage } from '../../schema';
import { html, type Markup } from '../markup';
import { anchor, badge } from '../words';
import { section, table } from './section';

/** Every action with every way in which what was run differs from what AWS would have run. */
export function actionsSection({ stages }: Report, files: JobFiles): Markup | undefined {
  const actions = stages.flatMap((stage) => stage.actions);
  if (actions.length === 0) return undefined;
  const differences = actions.reduce((sum, action) => sum + action.differences.length, 0);
  return section(
    'actions',
    'Actions and differences',
    html`${stages.filter((stage) => !untouched(stage)).map((stage) => details(stage, files))}
${notRun(stages.filter(untouched), files)}`,
    `${count(actions.length, 'action')}, ${count(differences, 'difference')} from AWS`,
  );
}

/** Whether nothing of a stage was run. */
function untouched({ actions }: ReportedStage): boolean {
  return actions.every(({ verdict }) => verdict === 'not run');
}

/** The stages that a run did not reach, folded: there is nothing to read of their actions. */
function notRun(stages: readonly ReportedStage[], files: JobFiles): Markup | undefined {
  if (stages.length === 0) return undefined;
  const actions = stages.reduce((sum, stage) => sum + stage.actions.length, 0);
  const names = stages.map(({ name }) => name).join(', ');
  return html`<details><summary>${count(actions, 'action')} of stages that were not run: ${names}</summary>
${stages.map((stage) => details(stage, files))}</details>`;
}

function details(stage: ReportedStage, files: JobFiles): Markup {
  return html`${stage.actions.map((action) => detail(stage, action, files.get(`${stage.name}/${action.name}`) ?? []))}`;
}

function detail(stage: ReportedStage, action: ReportedAction, files: readonly string[]): Markup {
  const open = action.verdict === 'fail' ? html` open` : undefined;
  const rows = action.differences.map(
    ({ onAws, here }) => html`<tr><td class="text">${onAws}</td><td class="text">${here}</td></tr>`,
  );
  return html`<details class="action" id="${anchor('action', stage.name, action.name)}"${open}>
<summary><b>${stage.name}/${action.name}</b> ${badge(action.verdict)} <span class="note">${action.provider}${action.seconds > 0 ? `, ${duration(action.seconds)}` : ''}${rows.length > 0 ? `, ${count(rows.length, 'difference')}` : ''}</span></summary>
${action.reason === undefined ? undefined : html`<p class="text">${action.reason}</p>`}
${rows.length > 0 ? table(`Differences of ${stage.name}/${action.name}`, ['On AWS', 'Here'], rows) : html`<p class="empty">${action.verdict === 'not run' ? 'It was not run.' : 'No difference is recorded.'}</p>`}
${fileList(files)}</details>`;
}

/** Links to logs and reports; the folder that they share is left out of what is read. */
function fileList(files: readonly string[]): Markup | undefined {
  if (files.length === 0) return undefined;
  const links = files.map(
    (file) => html`<li><a href="${encodeURI(file)}">${file.split('/').slice(3).join('/')}</a></li>`,
  );
  return html`<ul class="files">${links}</ul>`;
}
