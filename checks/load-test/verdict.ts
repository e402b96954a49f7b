import { type Check, type Outcome, outcomeOf } from '../outcome';
import { completenessChecks } from './completeness-checks';
import { figures, lengths } from './figures';
import { doorsOf, judgeGenerator } from './generator';
import { K6Summary } from './k6-summary';
import type { LoadRecord } from './load-record';
import { brokeOff, endCheck, endedFromOutside, logCheck, reportCheck } from './process-checks';
import { plannedThresholds, thresholdChecks } from './threshold-checks';

/**
 * The verdict on one load test. It passes only if everything proves it: k6 alone passes runs that sent nothing, threw in
 * every iteration, or had their thresholds switched off.
 *
 * `fail` says that something is wrong with the commit; `not judged` that nothing can be said about it, above all because the
 * machine that generates the load did not keep up.
 */
export function judgeLoad(record: LoadRecord): Outcome {
  if ('problem' in record.plan) {
    return outcomeOf(
      [{ name: 'k6 says what it will do', status: 'failed', detail: record.plan.problem }],
      lengths(record),
    );
  }
  const plan = plannedThresholds(record, record.plan);
  if (endedFromOutside(record)) return outcomeOf([...plan.checks, endCheck(record, [])], lengths(record));
  // All that is wrong beyond is the consequence.
  if (brokeOff(record)) return outcomeOf([...plan.checks, endCheck(record, []), logCheck(record)], lengths(record));
  let summary: K6Summary;
  try {
    summary = K6Summary.parse(record.summary, record.runId);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const summaryCheck: Check = { name: 'the summary is of this run', status: 'failed', detail };
    return outcomeOf([...plan.checks, endCheck(record, []), summaryCheck, logCheck(record)], lengths(record));
  }
  const generator = judgeGenerator(record, summary);
  const thresholds = thresholdChecks(record, plan.expected, summary, generator);
  const checks: Check[] = [
    ...plan.checks,
    endCheck(record, thresholds),
    { name: 'the summary is of this run', status: 'passed' },
    ...thresholds,
    ...doorsOf(record).flatMap((door) => completenessChecks(door, record, summary, generator)),
    logCheck(record),
    reportCheck(record),
  ];
  if (generator.missed && !checks.some(({ status }) => status === 'failed')) {
    checks.push({
      name: 'the generator kept the rate',
      status: 'not judged',
      detail:
        `The machine that generates the load (${record.machine}) did not keep the rate of the profile: ${generator.missed}. ` +
        'That says nothing about the commit; repeat the test on a machine with less to do.',
    });
  }
  return outcomeOf(checks, figures(record, summary));
}
