import { CodedError } from '../../../lib/errors';
import type { Registry } from './registry';

/** Severities of ECR, the worst first. */
export const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED'] as const;

export type Severity = (typeof SEVERITIES)[number];

export interface ScanGate {
  /** The least severity that stops the image. */
  readonly failsFrom: Severity;
  /** Milliseconds to wait for the scan in all. */
  readonly patienceMs: number;
  /** Milliseconds between two questions. */
  readonly intervalMs: number;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Waits for the scan of an image and holds its findings against the threshold.
 *
 * @returns how many findings of each severity there are, as text
 * @throws CodedError TAP2024 if a finding is at or above the threshold, TAP2025 if the scan fails or does not end in time
 */
export async function judgeScan(registry: Registry, digest: string, gate: ScanGate): Promise<string> {
  const attempts = Math.max(1, Math.ceil(gate.patienceMs / gate.intervalMs));
  let status = 'NONE';
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const scan = await registry.scanOf(digest);
    status = scan.status;
    // ACTIVE is how enhanced scanning, which goes on for as long as the image exists, says that there are findings to read.
    if (status === 'COMPLETE' || status === 'ACTIVE') return verdict(scan.counts, digest, gate.failsFrom);
    if (status !== 'NONE' && status !== 'IN_PROGRESS' && status !== 'PENDING') break;
    await gate.sleep(gate.intervalMs);
  }
  throw new CodedError(
    'TAP2025',
    `${digest}: its scan is ${status} after at most ${gate.patienceMs / 1000} s; an image that was not scanned goes nowhere`,
  );
}

function verdict(counts: Readonly<Record<string, number>>, digest: string, failsFrom: Severity): string {
  const text = SEVERITIES.flatMap((severity) => (counts[severity] ? `${counts[severity]} ${severity}` : [])).join(', ');
  const stopping = SEVERITIES.slice(0, SEVERITIES.indexOf(failsFrom) + 1).filter((severity) => counts[severity]);
  if (stopping.length > 0) {
    throw new CodedError('TAP2024', `${digest}: the scan found ${text}; nothing of ${failsFrom} or worse is allowed`);
  }
  return text || 'nothing';
}
