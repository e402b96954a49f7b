import type { ActionVerdict, Granted, RehearsalEvent, UpdatedEnvironment } from '../events/events';
import { type GateEvidence, limitWords } from '../events/gate-evidence';
import { count } from '../report/count';
import { duration } from '../report/duration';
import { updatedWords } from '../report/updated-words';
import { type Paint, plain, type Tone } from './paint';

/** A verdict's tone and sign. */
const signs: Readonly<Record<ActionVerdict, readonly [Tone, string]>> = {
  pass: ['good', '✓'],
  fail: ['bad', '✗'],
  'stood in': ['warn', '≈'],
  'not run': ['dim', '–'],
};

/** Events that need more than a line of their own; see `terminal.ts`. */
type Told = Exclude<RehearsalEvent, { type: 'action-started' | 'action-output' | 'stage-ended' }>;

/** What is said of an event, as whole lines. Nothing is said of some. */
export function linesOf(event: Told, paint: Paint): readonly string[] {
  switch (event.type) {
    case 'phase':
      return [paint('dim', `· ${event.text}`)];
    case 'run-started': {
      const what = event.workingTree ? 'a snapshot of the working tree on' : 'commit';
      return [
        `${paint('strong', 'Rehearsing')} ${what} ${event.commit.slice(0, 10)} ${paint('dim', plain(event.subject))}`,
      ];
    }
    case 'granted':
      return grantedLines(event).map((line) => paint('dim', `· ${plain(line)}`));
    case 'pipeline-deployed':
      return [`The pipeline: ${event.stages.map((stage) => stage.name).join(' → ')}`];
    case 'pipeline-restarted':
      return [paint('warn', `The pipeline changed itself; the execution starts over (restart ${event.restarts}).`)];
    case 'stage-started':
      return ['', paint('strong', event.stage)];
    case 'action-ended':
      return actionLines(event, paint);
    case 'approval-asked':
      return plain(event.text) === '' ? [] : event.text.split('\n').map((line) => `    ${plain(line)}`);
    case 'approval-answered':
      return [
        `    ${event.action}: ${paint(event.answer === 'approved' ? 'good' : 'bad', event.answer)} by ${event.by}`,
      ];
    case 'gate-judged':
      return [gateLine(event.evidence, paint)];
    case 'alarm-state':
      if (event.state === 'INSUFFICIENT_DATA') return [];
      return [
        paint(
          event.state === 'ALARM' ? 'bad' : 'dim',
          `    alarm ${event.alarm} is ${event.state}: ${plain(event.reason)}`,
        ),
      ];
    case 'alarms-at-aws-pace': {
      const firing = event.alarms.filter(({ onAws }) => onAws === 'would fire').map(({ name }) => name);
      if (firing.length === 0) return [];
      return [paint('warn', `    at AWS's pace ${firing.length} would have fired: ${firing.join(', ')}`)];
    }
    case 'notification':
      // Alarms that are well are a number.
      if (!event.subject.startsWith('ALARM')) return [];
      return [paint('dim', `    notified ${event.topic}: ${plain(event.subject)}`)];
    case 'told':
      return [`    told ${event.to.join(', ') || 'nobody'} (${event.topic}): ${plain(event.subject)}`];
    case 'consent-asked':
    case 'consent-answered':
    case 'execution-started':
    case 'execution-ended':
    // A warning tells of the first.
    case 'request-refused':
      return [];
    case 'updated':
      return event.environments.map((one) => updatedLine(event.from, one, paint));
    case 'fault-injected':
      return [paint('warn', `  ! fault ${event.fault} applied: ${event.where}`)];
    case 'cloud-held':
      return heldLines(event, paint);
    case 'warning':
      return [paint('warn', `warning ${event.code}: ${plain(event.message)}`)];
    case 'run-ended':
      return [];
  }
}

function grantedLines({ hosts, synthVariables, jobVariables }: Granted): readonly string[] {
  const given = [
    ['What is executed may reach, too', hosts],
    ['Synth gets of your variables', synthVariables],
    ['Every job gets of your variables', jobVariables],
  ] as const;
  return given.flatMap(([what, names]) =>
    names.length === 0 ? [] : [`${what}, as the configuration says: ${names.join(', ')}`],
  );
}

function actionLines(event: Extract<RehearsalEvent, { type: 'action-ended' }>, paint: Paint): readonly string[] {
  const [tone, sign] = signs[event.verdict];
  const name = `  ${paint(tone, sign)} ${event.action}`;
  if (event.verdict === 'not run') return [`${name} ${paint('dim', 'not run')}`];
  const differences = event.differences.length === 0 ? '' : `, ${count(event.differences.length, 'difference')}`;
  const verdict = event.verdict === 'pass' ? '' : ` ${paint(tone, event.verdict)}`;
  const line = `${name}${verdict} ${paint('dim', `${duration(event.seconds)}${differences}`)}`;
  return event.reason === undefined
    ? [line]
    : [line, ...event.reason.split('\n').map((text) => `      ${plain(text)}`)];
}

/** Nothing but the commands themselves on their lines, uncoloured: they are there to be copied. */
function heldLines({ endpoint, accounts }: Extract<RehearsalEvent, { type: 'cloud-held' }>, paint: Paint) {
  return [
    '',
    `${paint('strong', 'The local cloud stays up')} at ${endpoint} until it is interrupted (Ctrl-C).`,
    'AWS clients reach it from a shell that was told so, with keys that are good for nothing else:',
    ...accounts.flatMap(({ account, regions, variables }) => [
      paint('dim', `account ${account}, ${regions.join(', ')}`),
      shellLine(variables),
    ]),
  ];
}

/** Of the shell's own, what would come before the variables or be sent along with them. */
const contenders = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SESSION_TOKEN'];

/** One line for any POSIX shell. */
function shellLine(variables: Readonly<Record<string, string>>): string {
  const assignments = Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)}`);
  return `unset ${contenders.join(' ')}; export ${assignments.join(' ')}`;
}

/** As it is where no shell sees more in it than characters. */
function quoted(value: string): string {
  return /^[\w./:,+=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

/** Its reasons are told by the action that ends with it. */
function gateLine({ gate, verdict, measurements }: GateEvidence, paint: Paint): string {
  const figures = measurements.flatMap(({ name, value, unit, limit }) =>
    limit === undefined ? [] : `${name} ${Number(value.toPrecision(4))} ${unit} (${limitWords(limit)})`,
  );
  const shown =
    figures.length > figuresOnALine
      ? [...figures.slice(0, figuresOnALine), `${figures.length - figuresOnALine} more`]
      : figures;
  const tone = verdict === 'pass' ? 'good' : 'bad';
  return `    ${gate}: ${paint(tone, verdict)}${shown.length === 0 ? '' : paint('dim', ` ${shown.join(', ')}`)}`;
}

/** More would wrap on most terminals; the report has them all. */
const figuresOnALine = 3;

/** What an update did to one environment; what was lost is the reason of the verdict. */
function updatedLine(from: string, updated: UpdatedEnvironment, paint: Paint): string {
  const { environment, problems } = updated;
  const [tone, sign] = signs[problems.length === 0 ? 'pass' : 'fail'];
  return `${paint(tone, sign)} ${environment} was updated from ${from.slice(0, 10)}: ${updatedWords(updated)}`;
}
