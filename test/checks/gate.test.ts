import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { Broken } from '../../checks/broken';
import { type Gate, runGate } from '../../checks/gate';
import { type Outcome, outcomeOf } from '../../checks/outcome';
import { FakeAws } from './support/fake-aws';
import { GateBench } from './support/gate-bench';

const aws = new FakeAws();
const bench = new GateBench(aws);
const passed = outcomeOf(
  [{ name: 'all', status: 'passed' }],
  [{ name: 'speed', value: 3, unit: 'ms', limit: { atMost: 5 } }],
);
const failed = outcomeOf([{ name: 'all', status: 'failed', detail: 'It is broken.' }], []);

function gate(judge: () => Promise<Outcome>): Gate<undefined> {
  return { name: 'smoke', readExtra: () => undefined, judge };
}

beforeAll(async () => {
  await aws.start();
  bench.open('smoke', { SITE_URL: 'https://site.example', API_URL: 'https://api.example' });
  bench.manifest({});
});

afterAll(async () => {
  bench.close();
  await aws.stop();
});

beforeEach(() => {
  aws.denied.clear();
  aws.objects.clear();
  bench.said.length = 0;
});

describe('a gate', () => {
  test('that passes ends with 0 and leaves evidence and report, here and in the bucket', async () => {
    expect(
      await runGate(
        gate(async () => passed),
        bench.job(),
      ),
    ).toBe(0);
    expect(bench.evidence('smoke')).toMatchObject({
      gate: 'smoke',
      environment: 'Dev',
      commit: '0123abc',
      execution: 'execution-1',
      verdict: 'pass',
      reasons: [],
      measurements: [
        ...passed.measurements,
        { name: 'checks passed', value: 1, unit: 'count', limit: { atLeast: 1 } },
        { name: 'checks failed', value: 0, unit: 'count', limit: { atMost: 0 } },
        { name: 'checks not judged', value: 0, unit: 'count', limit: { atMost: 0 } },
      ],
      subject: { image: 'unknown', doors: 'https://site.example https://api.example', overrides: 'none' },
      build: { id: 'tap-Dev-smoke:b1', number: 1 },
    });
    expect(bench.read('reports/smoke.xml')).toContain('tests="1"');
    const prefix = 'evidence-bucket/0123abc/execution-1/Dev/smoke/1-b1';
    expect([...aws.objects.keys()]).toEqual([`${prefix}/smoke.xml`, `${prefix}/smoke.json`]);
    expect(aws.objects.get(`${prefix}/smoke.json`)).toBe(bench.read('evidence/Dev/smoke.json'));
  });

  test('says what it judged, and what was overridden for it', async () => {
    bench.manifest({ environment: 'Odd', image: 'sha256:1', overrides: { TAP_ODD_CONTAINERS_MAX_TASKS: '2' } });
    const load = gate(async () => ({ ...passed, subject: { profile: 'peak' } }));
    expect(await runGate(load, bench.job(undefined, { ENVIRONMENT: 'Odd', LOAD_PROFILE: 'peak' }))).toBe(0);
    expect(bench.evidence('smoke', 'Odd').subject).toEqual({
      image: 'sha256:1',
      doors: 'https://site.example https://api.example',
      overrides: 'TAP_ODD_CONTAINERS_MAX_TASKS=2, LOAD_PROFILE=peak',
      profile: 'peak',
    });
  });

  test('does not pass with a figure over its limit, whatever its checks say', async () => {
    const over = [{ name: 'speed', value: 6, unit: 'ms', limit: { atMost: 5 } }];
    expect(
      await runGate(
        gate(async () => ({ ...passed, measurements: over })),
        bench.job(),
      ),
    ).toBe(1);
    expect(bench.evidence('smoke')).toMatchObject({
      verdict: 'fail',
      reasons: [expect.stringContaining('speed is 6 ms; at most 5 is allowed')],
    });
  });

  test('that fails ends with 1 and leaves evidence and report all the same', async () => {
    expect(
      await runGate(
        gate(async () => failed),
        bench.job(),
      ),
    ).toBe(1);
    expect(bench.evidence('smoke')).toMatchObject({ verdict: 'fail', reasons: ['It is broken.'] });
    expect(aws.objects.size).toBe(2);
    expect(bench.said.slice(-2)).toEqual(['The smoke gate of Dev: fail.', '  It is broken.']);
  });

  test('ends its log with the reasons, and says of what is excused how much it is', async () => {
    const excused = (name: string) => ({ name, status: 'excused' as const, detail: `Nothing feeds ${name}.` });
    const outcome = outcomeOf(
      [excused('a'), { name: 'b', status: 'failed', detail: 'It is broken.' }, excused('c')],
      passed.measurements,
    );
    const one = gate(async () => outcome);
    expect(await runGate(one, bench.job())).toBe(1);
    expect(bench.said.slice(-3)).toEqual([
      '  Excused and no reason for the verdict: 2, named in the report.',
      'The smoke gate of Dev: fail.',
      '  It is broken.',
    ]);
    expect(bench.evidence('smoke').reasons).toEqual(['It is broken.']);
    expect(bench.read('reports/smoke.xml')).toContain('Nothing feeds a.');
  });

  test('that cannot judge is not judged, and says why', async () => {
    const broken = gate(async () => {
      throw new CodedError('TAP3006', 'the key is gone');
    });
    expect(await runGate(broken, bench.job())).toBe(1);
    expect(bench.evidence('smoke')).toMatchObject({ verdict: 'not judged', reasons: ['TAP3006: the key is gone'] });
    const unexpected = gate(() => Promise.reject(new TypeError('x is undefined')));
    expect(await runGate(unexpected, bench.job())).toBe(1);
    expect(bench.evidence('smoke').reasons).toEqual([expect.stringMatching(/^TAP3009: .*x is undefined/)]);
  });

  test('whose evidence cannot be stored has not passed', async () => {
    aws.denied.add('PutObject');
    expect(
      await runGate(
        gate(async () => passed),
        bench.job(),
      ),
    ).toBe(1);
    expect(bench.evidence('smoke')).toMatchObject({
      verdict: 'fail',
      reasons: [expect.stringMatching(/could not be stored.*TAP3007: s3:\/\/evidence-bucket\/0123abc/)],
    });
  });

  test('that is repeated leaves what it said before', async () => {
    expect(
      await runGate(
        gate(async () => failed),
        bench.job(),
      ),
    ).toBe(1);
    const [first] = [...aws.objects];
    expect(
      await runGate(
        gate(async () => passed),
        bench.job(),
      ),
    ).toBe(0);
    const said = [...aws.objects].filter(([key]) => key.endsWith('.json'));
    expect(said.map(([, text]) => (JSON.parse(text) as { verdict: string }).verdict)).toEqual(['fail', 'pass']);
    expect(said[0]).toEqual(first);
  });

  test('never writes over evidence, and does not pass where there is some already', async () => {
    const same = { CODEBUILD_BUILD_ID: 'tap-Dev-smoke:again', CODEBUILD_BUILD_NUMBER: '99' };
    expect(
      await runGate(
        gate(async () => failed),
        bench.job(undefined, same),
      ),
    ).toBe(1);
    const before = new Map(aws.objects);
    expect(
      await runGate(
        gate(async () => passed),
        bench.job(undefined, same),
      ),
    ).toBe(1);
    expect(aws.objects).toEqual(before);
    expect(bench.evidence('smoke').reasons).toEqual([
      expect.stringMatching(/TAP3007: .*smoke\.xml could not be stored: PreconditionFailed/),
    ]);
  });

  test('leaves no pass in the bucket if its report can not be stored', async () => {
    const own = { CODEBUILD_BUILD_ID: 'tap-Dev-smoke:lost', CODEBUILD_BUILD_NUMBER: '98' };
    const folder = 'evidence-bucket/0123abc/execution-1/Dev/smoke/98-lost';
    aws.objects.set(`${folder}/smoke.xml`, 'in the way');
    expect(
      await runGate(
        gate(async () => passed),
        bench.job(undefined, own),
      ),
    ).toBe(1);
    expect([...aws.objects.keys()]).toEqual([`${folder}/smoke.xml`]);
    expect(bench.evidence('smoke')).toMatchObject({ verdict: 'fail' });
  });

  test('that can write nothing here stores what it measured, and does not pass', async () => {
    const filling = gate(async () => {
      rmSync(join(bench.folder, 'evidence'), { recursive: true, force: true });
      writeFileSync(join(bench.folder, 'evidence'), 'a file where a folder is needed');
      return passed;
    });
    expect(await runGate(filling, bench.job())).toBe(1);
    rmSync(join(bench.folder, 'evidence'));
    const [stored] = [...aws.objects].filter(([key]) => key.endsWith('/smoke.json'));
    expect(JSON.parse(stored?.[1] ?? '')).toMatchObject({
      verdict: 'fail',
      reasons: [expect.stringMatching(/^TAP3010: .*smoke\.json could not be written/)],
      measurements: expect.arrayContaining([...passed.measurements]),
    });
  });

  test('is not judged if what it measured is no number', async () => {
    const odd = [{ name: 'speed', value: Number.NaN, unit: 'ms', limit: { atMost: 5 } }];
    expect(
      await runGate(
        gate(async () => ({ ...passed, measurements: odd })),
        bench.job(),
      ),
    ).toBe(1);
    expect(bench.evidence('smoke')).toMatchObject({
      verdict: 'not judged',
      reasons: [expect.stringMatching(/^TAP3009: .*no number came out for speed/)],
    });
  });

  test('that is told to end leaves its evidence here and in the bucket, and does not wait long', async () => {
    const controller = new AbortController();
    const interrupted = gate(async () => {
      controller.abort('SIGTERM');
      throw new Error('aborted');
    });
    expect(await runGate(interrupted, bench.job(controller.signal))).toBe(1);
    expect(bench.evidence('smoke')).toMatchObject({
      verdict: 'not judged',
      reasons: [expect.stringMatching(/TAP3008.*SIGTERM/)],
    });
    expect(aws.objects.size).toBe(2);
  });

  test('whose exports are lost keeps what it measured, and does not pass', async () => {
    const filling: Gate<undefined> = {
      ...gate(async () => passed),
      judge: async ({ results }) => {
        writeFileSync(join(bench.folder, 'exports'), 'a file where a folder is needed');
        results.writeExport('LOAD_SENT', 'all');
        return passed;
      },
    };
    rmSync(join(bench.folder, 'exports'), { recursive: true, force: true });
    expect(await runGate(filling, bench.job())).toBe(1);
    expect(bench.evidence('smoke')).toMatchObject({
      verdict: 'fail',
      reasons: [expect.stringMatching(/^TAP3010: .*LOAD_SENT could not be written/)],
      measurements: expect.arrayContaining([...passed.measurements]),
    });
    // And one that can't write any does not begin.
    const preparing: Gate<undefined> = {
      ...gate(() => Promise.reject(new Error('begun'))),
      prepare: (results) => results.writeExport('SUMMARY', 'not measured'),
    };
    expect(await runGate(preparing, bench.job())).toBe(2);
    expect(bench.evidence('smoke').reasons).toEqual([
      expect.stringMatching(/^TAP3010: .*SUMMARY could not be written/),
    ]);
    rmSync(join(bench.folder, 'exports'));
  });

  test('whose program breaks keeps what it measured, and is not judged whatever it says', async () => {
    const controller = new AbortController();
    const breaking = gate(async () => {
      controller.abort(new Broken('URIError: URI malformed'));
      return passed;
    });
    expect(await runGate(breaking, bench.job(controller.signal))).toBe(1);
    expect(bench.evidence('smoke')).toMatchObject({
      verdict: 'not judged',
      reasons: ['TAP3013: the program of this job broke: URIError: URI malformed'],
      measurements: expect.arrayContaining([...passed.measurements]),
    });
  });

  test('that breaks before it can judge says so with a code', async () => {
    const odd = { ...gate(async () => passed), readExtra: () => JSON.parse('{') };
    expect(await runGate(odd, bench.job())).toBe(2);
    expect(bench.evidence('smoke').reasons).toEqual([expect.stringMatching(/^TAP3009: .*SyntaxError/)]);
  });

  test('takes away what an earlier run left, so that nothing old is taken for new', async () => {
    mkdirSync(join(bench.folder, 'reports'), { recursive: true });
    writeFileSync(join(bench.folder, 'reports', 'smoke.xml'), 'old');
    const looking = gate(async () => {
      expect(existsSync(join(bench.folder, 'reports', 'smoke.xml'))).toBe(false);
      return passed;
    });
    expect(await runGate(looking, bench.job())).toBe(0);
  });

  test('says that it is at work before anything else', async () => {
    await runGate(
      gate(async () => passed),
      bench.job(),
    );
    expect(bench.said[0]).toBe('The smoke gate is at work.');
  });

  test.each<[string, Record<string, string | undefined>, RegExp]>([
    ['a variable is missing', { SITE_URL: undefined }, /^TAP3001: .*SITE_URL/],
    ['it is told to be another gate', { GATE: 'load' }, /^TAP3001: GATE: received "load".*the smoke gate/],
  ])(
    'ends with 2 and leaves nothing if %s: there is nothing that evidence could be of',
    async (_what, changes, message) => {
      let judged = false;
      const watched = gate(async () => {
        judged = true;
        return passed;
      });
      const before = bench.everythingWritten();
      expect(await runGate(watched, bench.job(undefined, changes))).toBe(2);
      expect(judged).toBe(false);
      expect(bench.said.splice(0)).toEqual(['The smoke gate is at work.', expect.stringMatching(message)]);
      expect(bench.everythingWritten()).toEqual(before);
    },
  );

  test.each<[string, Record<string, string | undefined>, RegExp, number]>([
    ['the environment has no manifest', { ENVIRONMENT: 'Nowhere' }, /^TAP3002: .*Nowhere\.json can't be read/, 2],
    ['the manifest is none', { ENVIRONMENT: 'Broken' }, /^TAP3002: .*is no manifest: .*region/s, 2],
    ['the manifest is another one’s', { ENVIRONMENT: 'Other' }, /^TAP3002: .*describes "Staging", not "Other"/, 2],
    [
      'a service has an endpoint of its own',
      { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9' },
      /^TAP3011: AWS_ENDPOINT_URL_STS/,
      0,
    ],
    ['the endpoint is not on this machine', { AWS_ENDPOINT_URL: 'https://evil.example' }, /^TAP3003/, 0],
    ['the endpoint does not know the rehearsal', { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, /^TAP3004/, 0],
  ])('ends with 2, is not judged and says so in evidence and report if %s', async (_what, changes, reason, stored) => {
    bench.manifest({ environment: 'Staging' });
    writeFileSync(join(bench.folder, 'environments', 'Broken.json'), '{"environment":"Broken"}');
    writeFileSync(join(bench.folder, 'environments', 'Other.json'), bench.read('environments/Staging.json'));
    let judged = false;
    const watched = gate(async () => {
      judged = true;
      return passed;
    });
    expect(await runGate(watched, bench.job(undefined, changes))).toBe(2);
    expect(judged).toBe(false);
    expect(bench.evidence('smoke', changes.ENVIRONMENT)).toMatchObject({
      verdict: 'not judged',
      reasons: [expect.stringMatching(reason)],
    });
    expect(bench.read('reports/smoke.xml')).toContain('errors="1"');
    expect(bench.said.join('\n')).toMatch(/TAP30\d\d/);
    // Nothing goes to an endpoint that is not known to be this machine's.
    expect(aws.objects.size).toBe(stored);
  });
});
