import { CodedError } from '@delivery/coded-error';
import type { AcceptedFinding } from '../../../lib/config';
import type { ScanFinding } from './registry';

/** Severities of ECR and of Amazon Inspector, the worst first. */
export const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED', 'UNTRIAGED'] as const;

export type Severity = (typeof severities)[number];

export interface ScanRules {
  /** The least severity that stops the image. */
  readonly failsFrom: Severity;
  readonly accepted: readonly AcceptedFinding[];
  /** The day of the judgement. */
  readonly today: Date;
}

/** What the findings of a scan mean; kept as evidence, whatever the verdict. */
export interface ScanVerdict {
  readonly verdict: 'pass' | 'fail';
  /** How many findings there are, by severity. */
  readonly found: Readonly<Record<string, number>>;
  /** Findings that stop the image, unless they are accepted on this day. */
  readonly stopping: readonly StoppingFinding[];
  /** Findings that would stop the image and are accepted. */
  readonly accepted: readonly (StoppingFinding & AcceptedFinding)[];
  /** Acceptances whose day is over, of findings that the image still has. */
  readonly outOfDate: readonly AcceptedFinding[];
  /** Acceptances that stop nothing from stopping the image: their finding is gone, or was never so bad. */
  readonly noLongerNeeded: readonly AcceptedFinding[];
}

/** One weakness that is at or above the threshold, in all packages that have it. */
export interface StoppingFinding {
  readonly id: string;
  readonly severity: string;
  readonly packages: readonly string[];
}

/** Holds the findings of a scan against the threshold and against what is accepted. */
export function judge(findings: readonly ScanFinding[], { failsFrom, accepted, today }: ScanRules): ScanVerdict {
  const day = today.toISOString().slice(0, 10);
  // A severity that is not known here has no place in the list, and so stops the image like the worst.
  const stops = ({ severity }: ScanFinding) => indexOf(severity) <= indexOf(failsFrom);
  const bad = byId(findings.filter(stops));
  const acceptanceOf = (id: string) => accepted.find((one) => one.id === id);
  const isAccepted = ({ id }: StoppingFinding) => (acceptanceOf(id)?.until ?? '') >= day;
  const stopping = bad.filter((finding) => !isAccepted(finding));
  const needed = accepted.filter(({ id }) => bad.some((finding) => finding.id === id));
  return {
    verdict: stopping.length > 0 ? 'fail' : 'pass',
    found: countBySeverity(findings),
    stopping,
    accepted: bad.flatMap((finding) => {
      const acceptance = acceptanceOf(finding.id);
      return acceptance && isAccepted(finding) ? { ...finding, ...acceptance } : [];
    }),
    outOfDate: needed.filter(({ until }) => until < day),
    noLongerNeeded: accepted.filter((one) => !needed.includes(one)),
  };
}

/** The verdict as lines for the log. */
export function describeVerdict({ found, accepted, noLongerNeeded }: ScanVerdict): readonly string[] {
  const counts = Object.entries(found).map(([severity, count]) => `${count} ${severity}`);
  return [
    `the scan found ${counts.join(', ') || 'nothing'}`,
    ...accepted.map((one) => `accepted until ${one.until}: ${describeFinding(one)}: ${one.reason}`),
    ...noLongerNeeded.map(
      ({ id, until }) =>
        `warning: accepted until ${until} and no longer needed: ${id} stops nothing; take it out of pipeline.image.acceptedFindings`,
    ),
  ];
}

/**
 * @throws CodedError TAP2024 if a finding stops the image that nobody accepted, TAP2026 if the only ones that do were
 * accepted until a day that is over
 */
export function requirePass({ verdict, stopping, outOfDate }: ScanVerdict, digest: string): void {
  if (verdict === 'pass') return;
  const lines = stopping.map((finding) => {
    const over = outOfDate.find(({ id }) => id === finding.id);
    return `  ${describeFinding(finding)}${over ? `: was accepted until ${over.until} (${over.reason})` : ''}`;
  });
  const allOver = outOfDate.length === stopping.length;
  const what = allOver
    ? 'the acceptance of these findings is out of date; update the base image or the package, or decide anew in pipeline.image.acceptedFindings'
    : 'the scan found what is not allowed; update the base image or the package, or accept what has no fix in pipeline.image.acceptedFindings';
  throw new CodedError(allOver ? 'TAP2026' : 'TAP2024', [`${digest}: ${what}`, ...lines].join('\n'));
}

function describeFinding({ id, severity, packages }: StoppingFinding): string {
  return `${severity} ${id}${packages.length > 0 ? ` in ${packages.join(', ')}` : ''}`;
}

function indexOf(severity: string): number {
  return (severities as readonly string[]).indexOf(severity);
}

/** One entry for each weakness: a scan lists it once for each package. */
function byId(findings: readonly ScanFinding[]): readonly StoppingFinding[] {
  return [...new Set(findings.map(({ id }) => id))].map((id) => {
    const same = findings.filter((finding) => finding.id === id);
    const [worst] = same.map(({ severity }) => severity).sort((a, b) => indexOf(a) - indexOf(b));
    return { id, severity: worst ?? 'UNDEFINED', packages: [...new Set(same.flatMap(({ packages }) => packages))] };
  });
}

function countBySeverity(findings: readonly ScanFinding[]): Readonly<Record<string, number>> {
  const severities = [...new Set(findings.map(({ severity }) => severity))].sort((a, b) => indexOf(a) - indexOf(b));
  return Object.fromEntries(
    severities.map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length]),
  );
}
