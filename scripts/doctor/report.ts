import { count } from '@delivery/rehearsal/report/count';
import { placeName } from '../accounts/places';
import type { Examination } from './examine';

/** Whether everything that was asked was seen and is in order. Nothing seen at all is nothing to be content with. */
export function isHealthy({ seen, findings, unseen }: Examination): boolean {
  return seen.length > 0 && findings.length === 0 && unseen.length === 0;
}

/** The examination as text: accounts, findings, what was not seen, and a last line that counts them. */
export function describeExamination(examination: Examination): string {
  const { accounts, seen, findings, unseen } = examination;
  return [
    ...accounts.map(({ account, by, arn }) =>
      by === undefined ? `${placeName({ account })}: not seen` : `${placeName({ account })}: by ${by} (${arn})`,
    ),
    ...findings.map(
      ({ code, where, what, todo, runbook }) =>
        `FOUND ${code}: ${where}: ${what}\n      ${todo}${runbook === undefined ? '' : ` (docs/runbooks/${runbook}.md)`}`,
    ),
    ...unseenLines(unseen),
    `${seen.length} looked at, ${count(findings.length, 'finding')}, ${unseen.length} not seen`,
  ].join('\n');
}

/** What was not seen for one and the same reason is told together: an account without a way in has one. */
function unseenLines(unseen: Examination['unseen']): readonly string[] {
  const reasons = new Map<string, string[]>();
  for (const { reason, where, what } of unseen)
    reasons.set(reason, [...(reasons.get(reason) ?? []), `${where}: ${what}`]);
  return [...reasons].map(
    ([reason, things]) => `NOT SEEN, ${reason}\n${things.map((thing) => `      ${thing}`).join('\n')}`,
  );
}

/** The same for programs. */
export function examinationAsJson(examination: Examination): string {
  return JSON.stringify({ healthy: isHealthy(examination), ...examination }, undefined, 2);
}
