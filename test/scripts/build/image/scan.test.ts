import type { Registry, Scan, ScanFinding } from '../../../../scripts/build/image/registry';
import { findingsOf } from '../../../../scripts/build/image/scan';

const digest = `sha256:${'a'.repeat(64)}`;
const finding: ScanFinding = { id: 'CVE-2026-12345', severity: 'CRITICAL', packages: ['openssl 3.0.17'] };

async function read(scans: readonly Scan[]): Promise<{ findings: readonly ScanFinding[]; slept: number }> {
  const answers = [...scans];
  let slept = 0;
  const registry = {
    scanOf: async () => answers.shift() ?? { status: 'IN_PROGRESS', counts: {}, findings: [] },
  } as Partial<Registry> as Registry;
  const findings = await findingsOf(registry, digest, {
    patienceMs: 100,
    intervalMs: 10,
    sleep: async (ms) => {
      slept += ms;
    },
  });
  return { findings, slept };
}

const scan = (status: string, ...findings: ScanFinding[]): Scan => ({
  status,
  counts: findings.length > 0 ? { CRITICAL: findings.length } : {},
  findings,
});

test('the findings of a complete scan are read at once', async () => {
  await expect(read([scan('COMPLETE', finding)])).resolves.toEqual({ findings: [finding], slept: 0 });
});

test('a scan that has not begun or is under way is waited for', async () => {
  const { slept } = await read([scan('NONE'), scan('PENDING'), scan('IN_PROGRESS'), scan('COMPLETE')]);
  expect(slept).toBe(30);
});

test('enhanced scanning counts as well', async () => {
  await expect(read([scan('ACTIVE', finding)])).resolves.toMatchObject({ findings: [finding] });
});

test('a scan that does not end in time stops the image', async () => {
  await expect(read([])).rejects.toThrow(/^TAP2025: .*IN_PROGRESS/);
});

test.each([
  'FAILED',
  'UNSUPPORTED_IMAGE',
  'FINDINGS_UNAVAILABLE',
  'SCAN_ELIGIBILITY_EXPIRED',
  'LIMIT_EXCEEDED',
  'IMAGE_ARCHIVED',
])('a scan that is %s stops the image at once, whatever it hands out', async (status) => {
  await expect(read([scan(status)])).rejects.toThrow(new RegExp(`^TAP2025: .*${status}`));
});

test('findings that are counted and not handed out stop the image', async () => {
  const hidden = { ...scan('COMPLETE', finding), counts: { CRITICAL: 2 } };
  await expect(read([hidden])).rejects.toThrow(/^TAP2027: .*counts 2 findings of CRITICAL and hands out 1/);
});
