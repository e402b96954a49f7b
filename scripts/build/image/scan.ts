import { CodedError } from '@delivery/coded-error';
import type { Registry, ScanFinding } from './registry';

export interface ScanPatience {
  /** Milliseconds to wait for the scan in all. */
  readonly patienceMs: number;
  /** Milliseconds between two questions. */
  readonly intervalMs: number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** A scan that has not come to its end. */
const underWay: readonly string[] = ['NONE', 'IN_PROGRESS', 'PENDING'];
/** ACTIVE is how enhanced scanning, which goes on for as long as the image exists, says that there are findings to read. */
const readable: readonly string[] = ['COMPLETE', 'ACTIVE'];

/**
 * Waits for the scan of an image.
 *
 * @returns all its findings
 * @throws CodedError TAP2025 if the scan fails, does not end in time or can't be made of this image, TAP2027 if ECR hands
 * out fewer findings than it counts
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html
 */
export async function findingsOf(
  registry: Registry,
  digest: string,
  { patienceMs, intervalMs, sleep }: ScanPatience,
): Promise<readonly ScanFinding[]> {
  const attempts = Math.max(1, Math.ceil(patienceMs / intervalMs));
  let status = 'NONE';
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const scan = await registry.scanOf(digest);
    status = scan.status;
    if (readable.includes(status)) {
      requireAll(scan.counts, scan.findings, digest);
      return scan.findings;
    }
    if (!underWay.includes(status)) break;
    await sleep(intervalMs);
  }
  throw new CodedError(
    'TAP2025',
    `${digest}: its scan is ${status} after at most ${patienceMs / 1000} s; an image that was not scanned goes nowhere`,
  );
}

/** What was counted and not handed out can't be judged. */
function requireAll(counts: Readonly<Record<string, number>>, findings: readonly ScanFinding[], digest: string): void {
  for (const [severity, count] of Object.entries(counts)) {
    const seen = findings.filter((finding) => finding.severity === severity).length;
    if (seen < count) {
      throw new CodedError(
        'TAP2027',
        `${digest}: ECR counts ${count} findings of ${severity} and hands out ${seen}; what was not seen can't be judged`,
      );
    }
  }
}
