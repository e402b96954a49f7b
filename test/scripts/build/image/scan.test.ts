import type { Registry, Scan } from '../../../../scripts/build/image/registry';
import { judgeScan, SEVERITIES } from '../../../../scripts/build/image/scan';

const DIGEST = `sha256:${'a'.repeat(64)}`;

async function judge(
  scans: readonly Scan[],
  failsFrom: (typeof SEVERITIES)[number] = 'CRITICAL',
): Promise<{ text: string; slept: number }> {
  const answers = [...scans];
  let slept = 0;
  const registry = {
    scanOf: async () => answers.shift() ?? { status: 'IN_PROGRESS', counts: {} },
  } as Partial<Registry> as Registry;
  const text = await judgeScan(registry, DIGEST, {
    failsFrom,
    patienceMs: 100,
    intervalMs: 10,
    sleep: async (ms) => {
      slept += ms;
    },
  });
  return { text, slept };
}

const complete = (counts: Scan['counts']): Scan => ({ status: 'COMPLETE', counts });

test('a clean image passes', async () => {
  await expect(judge([complete({})])).resolves.toEqual({ text: 'nothing', slept: 0 });
});

test('findings below the threshold pass and are told, the worst first', async () => {
  const { text } = await judge([complete({ LOW: 3, HIGH: 2 })]);
  expect(text).toBe('2 HIGH, 3 LOW');
});

test.each(SEVERITIES)('a finding of severity %s stops the image if the threshold is there', async (severity) => {
  await expect(judge([complete({ [severity]: 1 })], severity)).rejects.toThrow(new RegExp(`^TAP2024: .*1 ${severity}`));
});

test('a worse finding than the threshold stops the image too', async () => {
  await expect(judge([complete({ CRITICAL: 1 })], 'MEDIUM')).rejects.toThrow(/^TAP2024/);
});

test('a scan that has not begun or is under way is waited for', async () => {
  const { slept } = await judge([{ status: 'NONE', counts: {} }, { status: 'IN_PROGRESS', counts: {} }, complete({})]);
  expect(slept).toBe(20);
});

test('enhanced scanning counts as well', async () => {
  await expect(judge([{ status: 'ACTIVE', counts: { CRITICAL: 1 } }])).rejects.toThrow(/^TAP2024/);
});

test('a scan that does not end in time stops the image', async () => {
  await expect(judge([])).rejects.toThrow(/^TAP2025: .*IN_PROGRESS/);
});

test.each(['FAILED', 'UNSUPPORTED_IMAGE', 'SCAN_ELIGIBILITY_EXPIRED'])(
  'a scan that is %s stops the image at once',
  async (status) => {
    await expect(judge([{ status, counts: {} }])).rejects.toThrow(new RegExp(`^TAP2025: .*${status}`));
  },
);
