import { join } from 'node:path';
import { count } from '../report/count';
import { duration } from '../report/duration';
import type { Report } from '../report/schema';
import { stagesAfter } from '../report/through';
import { updatedWords } from '../report/updated-words';
import { type Paint, plain, type Tone } from './paint';

const verdictTones: Readonly<Record<Report['verdict'], Tone>> = {
  promoted: 'good',
  stopped: 'bad',
  interrupted: 'warn',
  broken: 'bad',
};

/**
 * How a rehearsal ended, as lines that fit on a screen; lists stand in the report. One that was promoted: stand-ins first. Any
 * other says first why, in full. Last come the figures of the whole run and where the report is.
 */
export function summaryLines(report: Report, folder: string, paint: Paint): readonly string[] {
  // A run that an ordered fault went through unseen is no good run, however far it came.
  const verdict = report.faults.some(({ caught }) => !caught)
    ? paint('bad', `FAULT NOT CAUGHT, ${report.verdict}`)
    : paint(verdictTones[report.verdict], report.verdict.toUpperCase());
  const { through } = report;
  const reach = through === undefined ? '' : ` through ${through}`;
  const beyond = through === undefined ? '' : `; ${stagesAfter(report).join(', ')} not run`;
  const [first = '', ...rest] = report.reason.split('\n');
  const why = [
    `${verdict}${reach} in ${duration(report.seconds)}${beyond}. ${plain(first)}`,
    ...rest.map((line) => `  ${plain(line)}`),
  ];
  const what = [
    ...standIns(report, paint),
    ...faults(report, paint),
    ...updated(report, paint),
    ...told(report, paint),
    ...refused(report, paint),
    ...(through === undefined ? notRun(report) : []),
  ];
  return [
    '',
    ...(report.verdict === 'promoted' ? [...what, '', ...why] : [...why, '', ...what]),
    figures(report),
    ...inTheReport(report),
    `Report: ${join(folder, 'index.html')} (for programs: ${join(folder, 'report.json')})`,
  ];
}

function standIns({ stages, standIns: number }: Report, paint: Paint): readonly string[] {
  if (number === 0) return ['Stood in: no action.'];
  const actions = stages.flatMap((stage) =>
    stage.actions
      .filter((action) => action.verdict === 'stood in')
      .map((action) => `  ${stage.name}/${action.name}: ${plain(action.reason ?? 'no reason was given')}`),
  );
  return [paint('warn', `Stood in: ${count(number, 'action')}, whose own commands were not run.`), ...actions];
}

function faults({ faults: ordered }: Report, paint: Paint): readonly string[] {
  return ordered.map(({ name, caught, injected, expectedGate, stoppedBy }) => {
    const how = injected ? `stopped by ${stoppedBy ?? 'nothing'}, expected ${expectedGate}` : 'it was not applied';
    return `Fault ${name}: ${paint(caught ? 'good' : 'bad', caught ? 'caught' : 'not caught')} (${how})`;
  });
}

function updated({ update }: Report, paint: Paint): readonly string[] {
  if (update === undefined) return [];
  const { from, environments, ...figures } = update;
  const kept = environments.length > 0 && environments.every(({ problems }) => problems.length === 0);
  const words = environments.length === 0 ? 'no environment was reached' : updatedWords(figures);
  return [paint(kept ? 'good' : 'bad', `Update from ${from.slice(0, 10)}: ${words}.`)];
}

/** A stopped commit that nobody is told of waits until somebody looks. */
function told({ verdict, told: messages }: Report, paint: Paint): readonly string[] {
  if (messages.length === 0) return verdict === 'stopped' ? [paint('warn', 'Told: nobody.')] : [];
  return messages.map(({ to, subject }) => `Told: ${to.join(', ') || 'nobody'}: ${plain(subject)}`);
}

/** Addresses on a line: more would hide what they are beside. */
const addressesOnALine = 3;

function refused({ refused: requests }: Report, paint: Paint): readonly string[] {
  if (requests.length === 0) return [];
  const shown = requests
    .slice(0, addressesOnALine)
    .map(({ by, host, port, times }) => `${host}:${port} by ${by}${times === 1 ? '' : `, ${times} times`}`);
  const more = requests.length - shown.length;
  const all = [...shown, ...(more > 0 ? [`${more} more in the report`] : [])];
  return [paint('warn', `Asked for and refused: ${plain(all.join('; '))}.`)];
}

function notRun({ stages }: Report): readonly string[] {
  const whole = stages.filter((stage) => stage.actions.every((action) => action.verdict === 'not run'));
  const parts = stages
    .filter((stage) => !whole.includes(stage))
    .flatMap((stage) =>
      stage.actions.filter((action) => action.verdict === 'not run').map((action) => `${stage.name}/${action.name}`),
    );
  const names = [...parts, ...whole.map((stage) => `${stage.name} (all)`)];
  return names.length === 0 ? [] : [`Not run: ${names.join(', ')}`];
}

/** The three numbers by which a run is read: what was replaced, what was used, what was judged. */
function figures({ standIns: number, resources: { counts, items }, gates }: Report): string {
  const used =
    items.length === 0 ? 'no resource classified' : `${counts.exercised} of ${items.length} resources exercised`;
  const passed = gates.filter(({ verdict }) => verdict === 'pass').length;
  const judged = gates.length === 0 ? 'no gate judged' : `${passed} of ${count(gates.length, 'gate')} passed`;
  return `${count(number, 'action')} stood in, ${used}, ${judged}.`;
}

/** What the report lists, by number alone: a screen of names hides what they are beside. */
function inTheReport({ stages, clock, alarms: { notJudged, atAwsPace }, warnings }: Report): readonly string[] {
  const differences = stages
    .flatMap(({ actions }) => actions)
    .reduce((sum, action) => sum + action.differences.length, 0);
  const faster = clock.factor === 1 ? '' : `, a clock ${clock.factor} times faster`;
  const firing = atAwsPace.filter(({ onAws }) => onAws === 'would fire').length;
  const lists = [
    differences === 0 ? '' : `${count(differences, 'difference')} from AWS${faster}`,
    notJudged.length === 0 ? '' : `${count(notJudged.length, 'alarm')} not judged, because nothing here can feed them`,
    firing === 0 ? '' : `${count(firing, 'alarm')} that would have fired at AWS's pace`,
    warnings.length === 0 ? '' : count(warnings.length, 'warning'),
  ].filter((text) => text !== '');
  return lists.length === 0 ? [] : [`In the report: ${lists.join('; ')}.`];
}
