import type { AcceptedFinding } from '../../../../lib/config';
import type { ScanFinding } from '../../../../scripts/build/image/registry';
import {
  describeVerdict,
  judge,
  requirePass,
  type Severity,
  severities,
} from '../../../../scripts/build/image/verdict';

const digest = `sha256:${'a'.repeat(64)}`;
const today = new Date('2026-11-29T23:00:00Z');

const finding = (id: string, severity = 'CRITICAL', packages = ['openssl 3.0.17']): ScanFinding => ({
  id,
  severity,
  packages,
});
const acceptance = (id: string, until: string): AcceptedFinding => ({ id, reason: 'Debian has no fix yet', until });
const judged = (findings: ScanFinding[], accepted: AcceptedFinding[] = [], failsFrom: Severity = 'CRITICAL') =>
  judge(findings, { failsFrom, accepted, today });
const refusal = (...asked: Parameters<typeof judged>) => {
  const verdict = judged(...asked);
  return () => requirePass(verdict, digest);
};

test('a clean image passes', () => {
  const verdict = judged([]);
  expect(verdict.verdict).toBe('pass');
  expect(describeVerdict(verdict)).toEqual(['the scan found nothing']);
  expect(refusal([])).not.toThrow();
});

test('findings below the threshold pass and are told, the worst first', () => {
  const verdict = judged([finding('a', 'LOW'), finding('b', 'HIGH'), finding('c', 'LOW'), finding('d', 'UNTRIAGED')]);
  expect(verdict.verdict).toBe('pass');
  expect(describeVerdict(verdict)).toEqual(['the scan found 1 HIGH, 2 LOW, 1 UNTRIAGED']);
});

test.each(severities)('a finding of severity %s stops the image if the threshold is there', (severity) => {
  expect(refusal([finding('CVE-1', severity)], [], severity)).toThrow(
    /^TAP2024: .*\n {2}\w+ CVE-1 in openssl 3\.0\.17/,
  );
});

test('a worse finding than the threshold stops the image too, and so does a severity that nobody knows', () => {
  expect(refusal([finding('a')], [], 'MEDIUM')).toThrow(/^TAP2024/);
  expect(refusal([finding('a', 'CATASTROPHIC')])).toThrow(/^TAP2024/);
});

test('a weakness in several packages is one finding that names them all', () => {
  const { stopping } = judged([finding('CVE-1', 'HIGH', ['zlib1g 1.2']), finding('CVE-1')], [], 'HIGH');
  expect(stopping).toEqual([{ id: 'CVE-1', severity: 'CRITICAL', packages: ['zlib1g 1.2', 'openssl 3.0.17'] }]);
});

test('an accepted finding stops nothing up to and on its last day, and is listed with its reason', () => {
  const verdict = judged([finding('CVE-1')], [acceptance('CVE-1', '2026-11-29')]);
  expect(verdict).toMatchObject({ verdict: 'pass', stopping: [], outOfDate: [], noLongerNeeded: [] });
  expect(verdict.accepted).toEqual([{ ...finding('CVE-1'), ...acceptance('CVE-1', '2026-11-29') }]);
  expect(describeVerdict(verdict)).toContain(
    'accepted until 2026-11-29: CRITICAL CVE-1 in openssl 3.0.17: Debian has no fix yet',
  );
});

test('an acceptance holds for its own finding alone', () => {
  const asked = [[finding('CVE-1'), finding('CVE-2')], [acceptance('CVE-1', '2026-12-31')]] as const;
  const thrown = refusal([...asked[0]], [...asked[1]]);
  expect(thrown).toThrow(/^TAP2024: .*\n {2}CRITICAL CVE-2/);
  expect(thrown).not.toThrow(/CVE-1/);
});

test('a day later the finding stops the image, and the message names the acceptance that is over', () => {
  expect(refusal([finding('CVE-1')], [acceptance('CVE-1', '2026-11-28')])).toThrow(
    /^TAP2026: .*out of date.*\n {2}CRITICAL CVE-1 .*was accepted until 2026-11-28 \(Debian has no fix yet\)/,
  );
});

test('beside a finding that nobody accepted, an acceptance that is over is named too', () => {
  expect(refusal([finding('CVE-1'), finding('CVE-2')], [acceptance('CVE-1', '2026-11-28')])).toThrow(
    /^TAP2024: [\s\S]*CVE-1 .*was accepted until 2026-11-28[\s\S]*CVE-2/,
  );
});

test('an acceptance whose finding is gone, or was never bad enough, is told as no longer needed, and stops nothing', () => {
  const verdict = judged(
    [finding('CVE-2', 'LOW')],
    [acceptance('CVE-1', '2026-11-28'), acceptance('CVE-2', '2026-12-31')],
  );
  expect(verdict).toMatchObject({ verdict: 'pass', accepted: [], outOfDate: [] });
  expect(verdict.noLongerNeeded.map(({ id }) => id)).toEqual(['CVE-1', 'CVE-2']);
  expect(describeVerdict(verdict).filter((line) => line.startsWith('warning: '))).toHaveLength(2);
});
