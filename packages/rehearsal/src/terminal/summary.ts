import { join } from 'node:path';
import { duration } from '../report/duration';
import type { Report } from '../report/schema';
import { type Paint, plain, type Tone } from './paint';

const verdictTones: Readonly<Record<Report['verdict'], Tone>> = {
  promoted: 'good',
  stopped: 'bad',
  interrupted: 'warn',
  broken: 'bad',
};

/**
 * How a rehearsal ended, as lines. One that was promoted: stand-ins first, then what was and what was not exercised. Any other
 * says first why. Last comes where the report is.
 */
export function summaryLines(report: Report, folder: string, paint: Paint): readonly string[] {
  // A run that an ordered fault went through unseen is no good run, however far it came.
  const verdict = report.faults.some(({ caught }) => !caught)
    ? paint('bad', `FAULT NOT CAUGHT, ${report.verdict}`)
    : paint(verdictTones[report.verdict], report.verdict.toUpperCase());
  const [first = '', ...rest] = report.reason.split('\n');
  const why = [`${verdict} in ${duration(report.seconds)}. ${plain(first)}`, ...rest.map((line) => `  ${plain(line)}`)];
  const promoted = report.verdict === 'promoted';
  return [
    '',
    ...(promoted ? [] : [...why, '']),
    ...standIns(report, paint),
    ...faults(report, paint),
    ...told(report, paint),
    ...notRun(report),
    resources(report),
    ...alarms(report),
    ...differences(report),
    '',
    ...(promoted ? why : []),
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
  return [
    paint('warn', `Stood in: ${number} ${number === 1 ? 'action' : 'actions'}, whose own commands were not run.`),
    ...actions,
  ];
}

function faults({ faults: ordered }: Report, paint: Paint): readonly string[] {
  return ordered.map(({ name, caught, injected, expectedGate, stoppedBy }) => {
    const how = injected ? `stopped by ${stoppedBy ?? 'nothing'}, expected ${expectedGate}` : 'it was not applied';
    return `Fault ${name}: ${paint(caught ? 'good' : 'bad', caught ? 'caught' : 'not caught')} (${how})`;
  });
}

/** A stopped commit that nobody is told of waits until somebody looks. */
function told({ verdict, told: messages }: Report, paint: Paint): readonly string[] {
  if (messages.length === 0) return verdict === 'stopped' ? [paint('warn', 'Told: nobody.')] : [];
  return messages.map(({ to, subject }) => `Told: ${to.join(', ') || 'nobody'}: ${plain(subject)}`);
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

function resources({ resources: { counts, items } }: Report): string {
  if (items.length === 0) return 'Resources: none was classified.';
  return (
    `Resources: ${counts.exercised} of ${items.length} exercised. Not exercised: ${counts.created} only created, ` +
    `${counts.accepted} only accepted, ${counts.stoodIn} stood in by placeholders.`
  );
}

/** By name only where nothing else is wrong: a stopped run has something better to say. */
function alarms({ verdict, alarms: { notJudged, atAwsPace } }: Report): readonly string[] {
  const names = verdict === 'promoted' ? notJudged.map(({ name }) => name).join(', ') : 'their names are in the report';
  const unfed = `Alarms not judged, because nothing here can feed them (${notJudged.length}): ${names}`;
  const firing = atAwsPace.filter(({ onAws }) => onAws === 'would fire').map(({ name }) => name);
  const paced = `Alarms that would have fired at AWS's pace (${firing.length}): ${firing.join(', ')}`;
  return [...(notJudged.length === 0 ? [] : [unfed]), ...(firing.length === 0 ? [] : [paced])];
}

function differences({ stages, clock }: Report): readonly string[] {
  const number = stages.flatMap((stage) => stage.actions).reduce((sum, action) => sum + action.differences.length, 0);
  const lines = number === 0 ? [] : [`Differences from AWS: ${number}, each in the report.`];
  return clock.factor === 1
    ? lines
    : [
        ...lines,
        `Clock: alarm periods, bake times and approval time-outs ran ${clock.factor} times faster than on AWS.`,
      ];
}
