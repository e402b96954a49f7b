import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runGate } from '../../../checks/gate';
import { loadGate } from '../../../checks/load-test/load-gate';
import { type Evidence, loadLasted, loadWritten } from '../../../contracts/evidence';
import { notMeasured, parseSent, parseWindow } from '../../../contracts/load-window';
import { FakeAws } from '../support/fake-aws';
import { GateBench } from '../support/gate-bench';
import {
  type AnswerChange,
  doorThresholds,
  goodPlan,
  journeys,
  profile,
  requestsPerJourney,
  sampleLines,
  samplesWith,
  steps,
  summaryOf,
} from '../support/load-records';

/** The gate with a stand-in for k6 that hands out what a run of k6 left, so that it takes no time. */

const aws = new FakeAws();
const bench = new GateBench(aws);
const figures = ['LOAD_WINDOW', 'LOAD_SENT', 'LOAD_FIGURES'];

const standIn = `#!/bin/sh
here="$(dirname "$0")"
case "$1" in
  version) test -f "$here/nameless" || printf 'k6 v9.9.9 (a stand-in)\\n\\nmore\\n' ;;
  inspect) cat "$here/plan.json" ;;
  run)
    printf '%s' "$LOAD_SECONDS" > "$here/load-seconds"
    sed "s/this-run/$LOAD_RUN_ID/" "$here/summary.json" > "$LOAD_SUMMARY_FILE"
    echo run >> "$here/runs"
    cat "$here/samples.csv"
    : > k6.log
    head -c 20000 /dev/zero > "$K6_WEB_DASHBOARD_EXPORT"
    test -f "$here/blocks" && rm -rf "$(cat "$here/blocks")" && echo full > "$(cat "$here/blocks")"
    test -f "$here/vanishes" && rm "$0"
    test -f "$here/end-with" && exit "$(cat "$here/end-with")"
    exit 0 ;;
esac
`;

function inFolder(name: string): string {
  return join(bench.folder, name);
}

/** What the stand-in measures, in samples and summary alike. */
function answers(change: AnswerChange): void {
  writeFileSync(inFolder('samples.csv'), sampleLines(change));
  writeFileSync(inFolder('summary.json'), JSON.stringify(summaryOf(samplesWith(change))));
}

function exported(): Record<string, string> {
  return Object.fromEntries(figures.map((name) => [name, bench.read(`exports/${name}`)]));
}

beforeAll(async () => {
  await aws.start();
  aws.apiKey = 'a key that nobody may see';
  bench.open('load', { SITE_URL: 'http://127.0.0.1:1', API_URL: 'http://127.0.0.1:1/v1' });
  cpSync(join(__dirname, '..', '..', '..', 'loadtests'), inFolder('loadtests'), { recursive: true });
  writeFileSync(inFolder('loadtests/profiles/test.json'), JSON.stringify(profile));
  // Without the permission to run: an archive may have dropped it.
  writeFileSync(inFolder('k6'), standIn, { mode: 0o644 });
});

afterAll(async () => {
  bench.close();
  await aws.stop();
});

beforeEach(() => {
  aws.denied.clear();
  aws.objects.clear();
  aws.calls.length = 0;
  bench.manifest({ load: { profile: 'test', thresholds: doorThresholds, steps } });
  const { scenarios, thresholds } = goodPlan();
  writeFileSync(
    inFolder('plan.json'),
    JSON.stringify({ scenarios, thresholds, totalDuration: '1m9s', noVUConnectionReuse: true }),
  );
  answers(() => undefined);
  rmSync(inFolder('runs'), { force: true });
  for (const file of ['end-with', 'nameless', 'blocks', 'vanishes']) rmSync(inFolder(file), { force: true });
  rmSync(inFolder('exports'), { recursive: true, force: true });
});

describe('the load gate', () => {
  test('passes a good run, exports its figures and stores its report', async () => {
    expect(await runGate(loadGate, bench.job(undefined, { CODEBUILD_BUILD_ID: 'load:1' }))).toBe(0);
    expect(bench.evidence('load')).toMatchObject({
      verdict: 'pass',
      reasons: [],
      subject: {
        profile: 'test',
        journey: 'checkout',
        revision: 'not told',
        generator: 'k6 v9.9.9 (a stand-in)',
        answered: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z\/\d{4}-\d\d-\d\dT.*Z$/),
      },
    });
    const { LOAD_WINDOW = '', LOAD_SENT = '', LOAD_FIGURES } = exported();
    const requests = journeys * requestsPerJourney;
    expect(parseSent(LOAD_SENT)?.doors).toEqual({ cloudfront: requests, api: requests });
    expect(LOAD_FIGURES).toContain(`errors 0 % of ${2 * requests} answers`);
    expect(parseWindow(LOAD_WINDOW)).toMatchObject({ execution: 'execution-1', build: 'load:1' });
    const stored = [...aws.objects.keys()].map((key) => key.split('/').at(-1));
    expect(stored).toEqual(['load.xml', 'load.html', 'load.json']);
  });

  test('says of a generator that does not name itself that it is not told', async () => {
    writeFileSync(inFolder('nameless'), '');
    expect(await runGate(loadGate, bench.job())).toBe(0);
    expect(bench.evidence('load')).toMatchObject({ subject: { generator: 'not told' } });
  });

  test('runs the load as its profile says, or as short as the rehearsal says, and both lengths are evidence', async () => {
    await runGate(loadGate, bench.job());
    expect(bench.read('load-seconds')).toBe('');
    expect(
      bench
        .evidence('load')
        .measurements.slice(0, 2)
        .map(({ value }) => value),
    ).toEqual([32, 32]);
    aws.rehearsal = { clock: { factor: 20 }, load: { seconds: 30 }, unfed: [] };
    try {
      // The stand-in's plan has the floors of the whole load, so it is not the plan of this one.
      expect(await runGate(loadGate, bench.job())).toBe(1);
    } finally {
      aws.rehearsal = { clock: { factor: 1 }, unfed: [] };
    }
    expect(bench.read('load-seconds')).toBe('30');
    expect(bench.evidence('load').measurements).toEqual(
      expect.arrayContaining([
        { name: loadLasted, value: 30, unit: 's' },
        { name: loadWritten, value: 32, unit: 's' },
      ]),
    );
    expect(bench.evidence('load').reasons[0]).toMatch(/k6's plan lacks/);
  });

  test('stops a slow shop, and exports how slow it was', async () => {
    answers((door) => (door === 'api' ? { waitMs: 1234 } : undefined));
    expect(await runGate(loadGate, bench.job())).toBe(1);
    expect(bench.evidence('load').verdict).toBe('fail');
    expect(exported().LOAD_FIGURES).toContain('through api: p95 1234 of 300 ms');
    expect(bench.read('runs')).toBe('run\n');
  });

  test('sends the load once more where it is open on which side of a limit the shop is, and no third time', async () => {
    answers((door, step, index) =>
      door === 'cloudfront' && step === 'order' && index < 18 ? { failed: 'status 503' } : undefined,
    );
    expect(await runGate(loadGate, bench.job())).toBe(0);
    expect(bench.read('runs')).toBe('run\nrun\n');
    expect(bench.evidence('load')).toMatchObject({ verdict: 'pass', reasons: [] });
    rmSync(inFolder('runs'));
    answers((door, step, index) =>
      door === 'cloudfront' && step === 'order' && index < 24 ? { failed: 'status 503' } : undefined,
    );
    expect(await runGate(loadGate, bench.job())).toBe(1);
    expect(bench.read('runs')).toBe('run\nrun\n');
    expect(bench.evidence('load')).toMatchObject({
      verdict: 'not judged',
      reasons: [
        expect.stringMatching(/^order through cloudfront: 3 % of 1600 answers failed; 3 % at most .* both sides/),
      ],
    });
  });

  test.each([
    ['exports', /^TAP3010: .*LOAD_SENT could not be written/],
    ['reports', /^TAP3010: .*load\.html could not be written/],
  ])('keeps what it measured where the disk takes no %s after the load, and does not pass', async (name, says) => {
    writeFileSync(inFolder('blocks'), inFolder(name));
    expect(await runGate(loadGate, bench.job())).toBe(1);
    rmSync(inFolder(name));
    const [, text = ''] = [...aws.objects].find(([key]) => key.endsWith('load.json')) ?? [];
    const { verdict, reasons, measurements } = JSON.parse(text) as Evidence;
    expect(verdict).not.toBe('pass');
    expect(reasons[0]).toMatch(says);
    expect(measurements.length).toBeGreaterThan(20);
  });

  test('keeps what it measured where the load can not be sent again', async () => {
    answers((door, step, index) =>
      door === 'cloudfront' && step === 'order' && index < 18 ? { failed: 'status 503' } : undefined,
    );
    writeFileSync(inFolder('vanishes'), '');
    expect(await runGate(loadGate, bench.job())).toBe(1);
    writeFileSync(inFolder('k6'), standIn, { mode: 0o755 });
    expect(bench.evidence('load')).toMatchObject({
      verdict: 'not judged',
      reasons: expect.arrayContaining([expect.stringMatching(/^The load could not be sent again: TAP3101: /)]),
    });
    expect(bench.evidence('load').measurements.length).toBeGreaterThan(20);
  });

  test('exports something in any case, because an action fails whose variables are not set', async () => {
    const unset = { LOAD_WINDOW: notMeasured, LOAD_SENT: notMeasured, LOAD_FIGURES: notMeasured };
    expect(await runGate(loadGate, bench.job(undefined, { SITE_URL: undefined }))).toBe(2);
    expect(exported()).toMatchObject(unset);
    aws.denied.add('AssumeRole');
    expect(await runGate(loadGate, bench.job())).toBe(1);
    expect(exported()).toMatchObject(unset);
    expect(Object.values(exported()).every((value) => value !== '' && !value.includes('\n'))).toBe(true);
    mkdirSync(inFolder('exports'), { recursive: true });
  });

  test('takes a key from API Gateway with its value, and shows it to nobody', async () => {
    await runGate(loadGate, bench.job());
    expect(aws.calls.find(({ action }) => action === 'GetApiKey')?.data).toEqual({
      apiKey: 'key-1',
      includeValue: 'true',
    });
    expect(bench.everythingWritten().filter((text) => text.includes(aws.apiKey))).toEqual([]);
  });

  test('takes the journey of its environment, also one that is new', async () => {
    writeFileSync(inFolder('loadtests/journeys/look.ts'), '');
    bench.manifest({ load: { journey: 'look', profile: 'test', thresholds: doorThresholds, steps } });
    expect(await runGate(loadGate, bench.job())).toBe(0);
    expect(bench.said.at(-1)).toBe('The load gate of Dev: pass.');
    expect(bench.said).toContain('  Journey look with profile test, through cloudfront and api.');
  });

  test('takes another profile for one run if it is told to', async () => {
    bench.manifest({ load: { profile: 'load', thresholds: doorThresholds, steps } });
    expect(await runGate(loadGate, bench.job(undefined, { LOAD_PROFILE: 'test' }))).toBe(0);
    expect(bench.said.join('\n')).toMatch(/with profile test/);
  });

  test('is not judged for a profile that does not exist', async () => {
    bench.manifest({ load: { profile: 'nope', thresholds: doorThresholds } });
    expect(await runGate(loadGate, bench.job())).toBe(1);
    expect(bench.evidence('load')).toMatchObject({
      verdict: 'not judged',
      reasons: [expect.stringMatching(/^TAP3103: there is no profile "nope"/)],
    });
  });
});
