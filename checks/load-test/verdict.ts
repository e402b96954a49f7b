import { journeyFloor } from '../../loadtests/lib/arrivals';
import type { Door } from '../../loadtests/lib/profile';
import { type Check, type Outcome, outcomeOf } from '../outcome';
import { completenessChecks } from './completeness-checks';
import { figures, lengths } from './figures';
import { freshnessChecks } from './freshness-checks';
import { doorsOf, type Generator, judgeGenerator } from './generator';
import { K6Summary, NotSeen } from './k6-summary';
import { type Certainty, isSlow, limitChecks, standingOfAll, stepChecks } from './limit-checks';
import type { LoadRecord, LoadRun } from './load-record';
import { loadPlanChecks } from './plan-checks';
import { brokeOff, endCheck, endedFromOutside, logCheck, lostCheck, reportCheck } from './process-checks';
import { Samples } from './samples';
import { plannedThresholds, thresholdChecks } from './threshold-checks';
import { witnessChecks } from './witness-checks';

/**
 * The verdict on one load. It passes only if everything proves it: k6 alone passes runs that sent nothing, threw in every
 * iteration, or had their thresholds switched off.
 *
 * `fail` says that something is wrong with the commit; `not judged` that nothing can be said about it: because the machine
 * that generates the load did not keep up, or the samples are too few for certainty.
 */
export function judgeLoad(record: LoadRecord, certainty: Certainty = 'needed'): Outcome {
  const { limits, others, measurements } = judgedParts(record, certainty);
  return outcomeOf([...limits, ...others], measurements);
}

/** True if nothing is wrong but that so few samples leave it open on which side of a limit the shop is. */
export function needsMoreSamples(record: LoadRecord): boolean {
  const samples = Samples.of(record.runs.map((run) => run.samples));
  const { others } = judgedParts(record, 'needed');
  return others.every(({ status }) => status === 'passed') && standingOfAll(record, samples) === 'undecided';
}

interface JudgedParts {
  /** The limits of errors and times, the worst first. */
  readonly limits: readonly Check[];
  readonly others: readonly Check[];
  readonly measurements: Outcome['measurements'];
}

function judgedParts(record: LoadRecord, certainty: Certainty): JudgedParts {
  if ('problem' in record.plan) {
    const others: Check[] = [{ name: 'k6 says what it will do', status: 'failed', detail: record.plan.problem }];
    return { limits: [], others, measurements: lengths(record) };
  }
  const plan = plannedThresholds(record, record.plan);
  const samples = Samples.of(record.runs.map((run) => run.samples));
  const judged = record.runs.map((run) => judgeRun(record, run, plan.expected));
  const checks = [
    ...plan.checks,
    ...loadPlanChecks(record, record.plan),
    ...judged.flatMap((run) => run.checks),
    ...record.losses.map((detail): Check => ({ name: 'what was measured is kept', status: 'not judged', detail })),
  ];
  const whole = judged.flatMap((run) => run.whole ?? []);
  const measurements = figures(
    record,
    samples,
    whole.map(({ summary }) => summary),
  );
  if (record.runs.some(({ endedEarly }) => endedEarly !== undefined)) {
    const certain = limitChecks(record, samples, punctual, 'needed').filter(({ status }) => status === 'failed');
    return { limits: [], others: [...checks, ...certain], measurements };
  }
  if (whole.length === 0 || whole.length < judged.length) return { limits: [], others: checks, measurements };
  const generator = together(whole.map((run) => run.generator));
  // What a late generator did not send is no step that the journey has lost.
  const floorOf = (door: Door) => (generator.missed ? 0 : whole.length * journeyFloor(record.profile.doors[door]));
  return {
    limits: limitChecks(record, samples, generator, certainty),
    others: [
      ...checks,
      ...(record.profile.stopAtFirstBreach ? [] : stepChecks(record, samples, floorOf)),
      ...freshnessChecks(record, samples),
      reportCheck(record),
      ...generatorChecks(record, generator, checks),
    ],
    measurements,
  };
}

/** Of a load that was ended early, it is known that the generator was not what was late. */
const punctual: Generator = { onTime: true, missed: undefined, toldToSendLess: undefined };

/** A run that came to its end and left its figures. */
interface WholeRun {
  readonly summary: K6Summary;
  readonly generator: Generator;
}

interface JudgedRun {
  readonly checks: readonly Check[];
  /** Undefined if all that could be said beyond the checks is the consequence of what they say. */
  readonly whole?: WholeRun;
}

function judgeRun(record: LoadRecord, run: LoadRun, expected: ReadonlyMap<string, readonly string[]>): JudgedRun {
  if (endedFromOutside(run)) return { checks: [endCheck(record, run, [])] };
  const lost = lostCheck(run);
  if (run.endedEarly === undefined && lost.status !== 'passed') return { checks: [lost] };
  if (brokeOff(run)) return { checks: [endCheck(record, run, []), logCheck(run)] };
  const name = 'the summary is of this run';
  try {
    const summary = K6Summary.parse(run.summary, record.runId);
    const generator = judgeGenerator(record, summary);
    const thresholds = thresholdChecks(expected, summary, generator, isSlow(record, run.samples));
    const checks: Check[] = [
      endCheck(record, run, thresholds),
      { name, status: 'passed' },
      lost,
      ...thresholds,
      ...witnessChecks(record, run.samples, summary),
      ...doorsOf(record).flatMap((door) => completenessChecks(door, record, summary, generator)),
      logCheck(run),
    ];
    return { checks, whole: { summary, generator } };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const what = error instanceof NotSeen ? 'the summary says all that is asked of it' : name;
    return { checks: [endCheck(record, run, []), { name: what, status: 'failed', detail }, logCheck(run)] };
  }
}

function generatorChecks(record: LoadRecord, generator: Generator, checks: readonly Check[]): Check[] {
  const name = 'the generator kept the rate';
  if (generator.toldToSendLess) return [{ name, status: 'failed', detail: generator.toldToSendLess }];
  if (!generator.missed || checks.some(({ status }) => status === 'failed')) return [];
  const detail =
    `The machine that generates the load (${record.machine}) did not keep the rate of the profile: ${generator.missed}. ` +
    'That says nothing about the commit; repeat the test on a machine with less to do.';
  return [{ name, status: 'not judged', detail }];
}

/** The generator of several runs: as bad as in the worst of them. */
function together(generators: readonly Generator[]): Generator {
  return {
    onTime: generators.every(({ onTime }) => onTime),
    missed: generators.find(({ missed }) => missed)?.missed,
    toldToSendLess: generators.find(({ toldToSendLess }) => toldToSendLess)?.toldToSendLess,
  };
}
