import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alarmGate } from '../../../checks/alarms/alarm-gate';
import { runGate } from '../../../checks/gate';
import { leastRoom } from '../../../contracts/approval';
import { alarmBench, load } from '../support/alarm-bench';
import { asObject, evidenceFolder, loadEvidence, passedBefore, smokeEvidence } from '../support/stored-evidence';

const gate = alarmBench();
const { aws, bench, alarms } = gate;

describe('the alarm gate, which is the last of an environment', () => {
  test('exports for the approval what all gates have said in this execution', async () => {
    const { build } = loadEvidence(gate.judged);
    const first = { ...build, id: 'tap-Dev-load:aaaa' };
    aws.objects.clear();
    aws.objects.set(...asObject(smokeEvidence(gate.judged)));
    aws.objects.set(
      ...asObject(loadEvidence(gate.judged, { build: first, verdict: 'fail', reasons: ['It is slow.'] })),
    );
    aws.objects.set(...asObject(loadEvidence(gate.judged, { build: { ...build, number: 2 } })));
    expect((await alarms()).verdict).toBe('pass');
    expect(bench.read('exports/SUMMARY')).toBe('smoke pass, load fail then pass, alarms pass');
  });

  test.each<[string, (text: string) => string | undefined, RegExp]>([
    ['is deleted', () => undefined, /load gate in this execution is not in the bucket/],
    ['is cut', (text) => text.slice(0, 90), /of build 1, is: damaged/],
    ['is of another commit', (text) => text.replace('0123abc', '9999fff'), /is: damaged/],
    ['is of another gate', (text) => text.replace('"gate":"load"', '"gate":"smoke"'), /is: damaged/],
    ['is of another build', (text) => text.replace('load:1', 'load:2'), /is: damaged/],
    ['contradicts itself', (text) => text.replace('"value":0', '"value":1'), /is: fail/],
  ])('stops if the evidence of a gate before %s', async (_what, change, reason) => {
    const [key, text] = asObject(loadEvidence(gate.judged));
    const changed = change(text);
    if (changed === undefined) aws.objects.delete(key);
    else aws.objects.set(key, changed);
    const { code, reasons } = await alarms();
    expect({ code, reasons }).toEqual({ code: 1, reasons: [expect.stringMatching(reason)] });
  });

  describe('compares with what passed the next environments last', () => {
    const lastPassed = (environment: string) => `evidence-bucket/last-passed/${environment}/alarms/gates.json`;
    const into = { PROMOTED_INTO: 'Staging' };
    const said = (room: Record<string, string> = {}) =>
      alarms({ ...into, ...room }).then(({ verdict, subject, reasons, measurements }) => {
        return { verdict, reasons, measurements, looser: subject.looser, short: bench.read('exports/LOOSER') };
      });
    let passed: string;

    beforeEach(async () => {
      await alarms();
      passed = aws.objects.get(lastPassed('Dev')) ?? '';
    });

    test('which none has passed yet', async () => {
      const first = 'First into Staging, or the record of the one before is gone.';
      expect(await said()).toMatchObject({ verdict: 'pass', short: first, looser: first });
      expect(await said({ PROMOTED_INTO: '' })).toMatchObject({ short: 'No environment comes after this one.' });
    });

    test('and says in export and evidence what is looser', async () => {
      aws.objects.set(lastPassed('Staging'), passed);
      expect(await said()).toMatchObject({ verdict: 'pass', short: 'No gate is looser than in 0123abc.' });
      aws.objects.set(lastPassed('Staging'), passed.replaceAll('api.p95Ms":500', 'api.p95Ms":400'));
      expect(await said()).toMatchObject({
        verdict: 'pass',
        short: 'Looser than in 0123abc: Dev api p95 400 -> 500 ms.',
        looser: 'Looser than in 0123abc: Dev.load.thresholds.api.p95Ms 400 -> 500.',
      });
    });

    test('in as many words as the approval has room for', async () => {
      aws.objects.set(lastPassed('Staging'), passed.replaceAll('":500', '":400').replaceAll('":300', '":900'));
      const { short } = await said();
      expect(short).toMatch(/^Looser than in 0123abc: .*\(\d+ of Dev\)/);
      expect(short.length).toBeLessThanOrEqual(leastRoom.looser);
      expect((await said({ LOOSER_ROOM: '400' })).short).toMatch(/Dev bake 900 -> 300 s; Dev api p95 400 -> 500 ms;/);
    });

    test('of all of a wave: one that is new there hides nothing of the others', async () => {
      aws.objects.set(lastPassed('Staging'), passed.replaceAll('api.p95Ms":500', 'api.p95Ms":400'));
      const { short, looser } = await said({ PROMOTED_INTO: 'StagingEu,Staging', LOOSER_ROOM: '400' });
      const first = 'First into StagingEu, or the record of the one before is gone.';
      expect(short).toBe(`Looser than in 0123abc: Dev api p95 400 -> 500 ms. ${first}`);
      expect(looser).toBe(`Looser than in 0123abc: Dev.load.thresholds.api.p95Ms 400 -> 500. ${first}`);
    });

    test('of which a damaged record stops the commit, loses no figure, and is told how to be mended', async () => {
      aws.objects.set(lastPassed('Staging'), passed.slice(0, 40));
      const { verdict, reasons, measurements } = await said();
      expect(verdict).toBe('not judged');
      expect(reasons).toEqual([
        expect.stringMatching(/^TAP3015: .*Staging\/alarms\/gates\.json could not be read.*delete it/),
      ]);
      expect(measurements).toContainEqual(expect.objectContaining({ name: 'alarms judged good', value: 2 }));
    });

    test('is wrong use where what is told of them is no such thing', async () => {
      for (const changes of [{ PROMOTED_INTO: 'Staging, Prod' }, { LOOSER_ROOM: 'much' }, { SUMMARY_ROOM: '-1' }]) {
        expect(await runGate(alarmGate, bench.job(undefined, changes))).toBe(2);
        expect(bench.evidence('alarms').reasons).toEqual([
          expect.stringContaining(`${Object.keys(changes)[0]}: received`),
        ]);
      }
    });
  });

  test.each<[string, () => void, RegExp]>([
    ['a profile is missing', () => rmSync(join(bench.folder, 'loadtests', 'profiles', 'load.json')), /^TAP3103: /],
    ['the record of acknowledgements is', () => rmSync(join(bench.folder, 'acknowledgements.json')), /^TAP3014: /],
    [
      "another environment's manifest is half written",
      () => writeFileSync(join(bench.folder, 'environments', 'Prod.json'), '{"environment":"Prod"'),
      /^TAP3002: .*Prod\.json can't be read/,
    ],
  ])(
    'passes nothing, and stores no pass, if it can not say what it held the commit to: %s',
    async (_what, spoil, words) => {
      spoil();
      try {
        const { code, verdict, reasons, measurements } = await alarms();
        expect({ code, verdict }).toEqual({ code: 1, verdict: 'not judged' });
        expect(reasons).toEqual([expect.stringMatching(words)]);
        expect(measurements).toContainEqual(expect.objectContaining({ name: 'alarms judged good', value: 2 }));
        const stored = [...aws.objects].filter(([key]) => /alarms\.json$|last-passed/.test(key));
        expect(stored.map(([, text]) => JSON.parse(text).verdict)).toEqual(['not judged']);
      } finally {
        cpSync(
          join(__dirname, '..', '..', '..', 'loadtests', 'profiles'),
          join(bench.folder, 'loadtests', 'profiles'),
          {
            recursive: true,
          },
        );
        writeFileSync(join(bench.folder, 'acknowledgements.json'), '{}');
        rmSync(join(bench.folder, 'environments', 'Prod.json'), { force: true });
      }
    },
  );

  test('does not pass, and keeps its figures, if the approval can be told nothing', async () => {
    rmSync(join(bench.folder, 'exports', 'SUMMARY'));
    mkdirSync(join(bench.folder, 'exports', 'SUMMARY'));
    const gate: typeof alarmGate = { ...alarmGate, prepare: undefined };
    const code = await runGate(gate, bench.job());
    rmSync(join(bench.folder, 'exports', 'SUMMARY'), { recursive: true });
    const { verdict, reasons, measurements } = bench.evidence('alarms');
    expect({ code, verdict }).toEqual({ code: 1, verdict: 'fail' });
    expect(reasons).toEqual([expect.stringMatching(/^TAP3010: .*SUMMARY could not be written/)]);
    expect(measurements).toContainEqual(expect.objectContaining({ name: 'alarms judged good', value: 2 }));
  });

  test('has nothing from the gates before where it has looked at nothing itself', async () => {
    bench.manifest({ environment: 'Bare', alarms: [] });
    const { commit, execution } = loadEvidence(gate.judged);
    for (const [key, text] of passedBefore(gate.judged)) {
      const bare = text.replace('"environment":"Dev"', '"environment":"Bare"');
      aws.objects.set(key.replace(evidenceFolder, `evidence-bucket/${commit}/${execution}/Bare`), bare);
    }
    const window = load.LOAD_WINDOW.replace('Dev', 'Bare');
    expect(await runGate(alarmGate, bench.job(undefined, { ENVIRONMENT: 'Bare', LOAD_WINDOW: window }))).toBe(1);
    const { reasons } = bench.evidence('alarms', 'Bare');
    expect(reasons).toContain('No check was run at all.');
  });

  test('stops if the evidence of the gates before can not be listed', async () => {
    aws.denied.add('ListObjectsV2');
    const { code, verdict, reasons } = await alarms();
    expect({ code, verdict }).toEqual({ code: 1, verdict: 'not judged' });
    expect(reasons).toEqual([
      expect.stringMatching(`^TAP3012: s3://${evidenceFolder}/ could not be read: AccessDenied`),
    ]);
  });
});
