import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alarmGate } from '../../../checks/alarms/alarm-gate';
import { runGate } from '../../../checks/gate';
import { alarmProperties, alarmSettings } from '../../../contracts/alarm-settings';
import { leastRoom } from '../../../contracts/approval';
import { sentText, windowText } from '../../../contracts/load-window';
import { FakeAws } from '../support/fake-aws';
import { GateBench } from '../support/gate-bench';
import {
  asObject,
  evidenceFolder,
  type JudgedBefore,
  loadEvidence,
  passedBefore,
  smokeEvidence,
} from '../support/stored-evidence';

/** The gate with its real client of CloudWatch, over HTTP. */

const aws = new FakeAws();
const bench = new GateBench(aws);
const seconds = (time: Date) => time.getTime() / 1000;
const ended = new Date(Date.now() - 1000);
const started = new Date(ended.getTime() - 40_000);
const window = { startedAt: started, endedAt: ended, environment: 'Dev', execution: 'execution-1', build: 'load:1' };
const sent = { runId: 'run-1', doors: { cloudfront: 0, api: 0 }, tasks: { least: 0, most: 0 } };
const doors = { SITE_URL: 'https://site.example', API_URL: 'https://api.example' };
const load = { LOAD_WINDOW: windowText(window), LOAD_SENT: sentText(sent), LOG_GROUP: 'services' };
const shared = { part: 'always', feed: 'load', periodSeconds: 60, datapointsToAlarm: 2, windowSeconds: 180 } as const;
const common = {
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  TreatMissingData: 'notBreaching',
  ActionsEnabled: true,
  AlarmActions: ['arn:aws:sns:us-east-1:111111111111:critical'],
};

interface World {
  states: Record<string, string>;
  history: { name: string; at: Date; from: string; to: string; data?: string }[];
  silent: boolean;
  /** What somebody has changed of an alarm by hand, by its name. */
  handwork: Record<string, object>;
}
let world: World;
let judged: JudgedBefore;

const regionOf = (name: string) => (name.endsWith('math') ? 'eu-west-1' : 'us-east-1');

function metricAlarm(name: string, region: string) {
  return {
    AlarmName: name,
    AlarmArn: `arn:aws:cloudwatch:${region}:111111111111:alarm:${name}`,
    StateValue: world.states[name],
    StateReason: 'so it is',
    ...propertiesOf(name),
    ...world.handwork[name],
  };
}

/** What the template says of an alarm, as CloudWatch takes it. */
function propertiesOf(name: string) {
  const metric = { Namespace: 'AWS/X', MetricName: 'Requests', Dimensions: [{ Name: 'Id', Value: name }] };
  if (!name.endsWith('math')) return { ...common, ...metric, Statistic: 'Sum', Period: 60 };
  return {
    ...common,
    Metrics: [
      { Id: 'e', Expression: 'a / b', ReturnData: true },
      { Id: 'a', MetricStat: { Metric: { ...metric, MetricName: 'Errors' }, Period: 60, Stat: 'Sum' } },
      { Id: 'b', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } },
    ],
  };
}

function settingsOf(name: string) {
  return alarmSettings(alarmProperties.parse(propertiesOf(name)));
}

beforeAll(async () => {
  await aws.start();
  const profiles = join('loadtests', 'profiles');
  cpSync(join(__dirname, '..', '..', '..', profiles), join(bench.folder, profiles), { recursive: true });
  bench.open('alarms', { ...doors, ...load });
});

afterAll(async () => {
  bench.close();
  await aws.stop();
});

beforeEach(() => {
  aws.calls.length = 0;
  aws.denied.clear();
  aws.objects.clear();
  // A bake time of 300 s is over half a second after the load.
  aws.rehearsal = { clock: { factor: 600 }, unfed: [] };
  world = {
    states: { 'tap-dev-plain': 'OK', 'tap-dev-math': 'OK' },
    history: [],
    silent: false,
    handwork: {},
  };
  const manifest = bench.manifest({
    region: 'eu-west-1',
    alarms: [
      { ...shared, name: 'tap-dev-plain', region: 'us-east-1', settings: settingsOf('tap-dev-plain') },
      { ...shared, name: 'tap-dev-math', region: 'eu-west-1', settings: settingsOf('tap-dev-math') },
    ],
  });
  const subject = { image: 'unknown', doors: `${doors.SITE_URL} ${doors.API_URL}` };
  judged = { load: manifest.load, subject, sent: sent.doors, window };
  for (const [key, text] of passedBefore(judged)) aws.objects.set(key, text);
  aws.cloudWatch = (action, input, region) => {
    if (action === 'DescribeAlarms') {
      const here = (name: string) => name.startsWith(String(input.AlarmNamePrefix)) && regionOf(name) === region;
      const names = Object.keys(world.states).filter(here);
      return { MetricAlarms: names.map((name) => metricAlarm(name, region)) };
    }
    if (action === 'DescribeAlarmHistory') {
      // Without a name CloudWatch answers for every alarm, whoever declared it.
      const items = world.history.filter(({ name }) => !input.AlarmName || name === input.AlarmName);
      // One item a page, to see pages turned.
      const index = Number(input.NextToken ?? 0);
      const item = items[index];
      return {
        AlarmHistoryItems: item
          ? [
              {
                AlarmName: item.name,
                Timestamp: seconds(item.at),
                HistoryItemType: 'StateUpdate',
                HistoryData:
                  item.data ??
                  JSON.stringify({ oldState: { stateValue: item.from }, newState: { stateValue: item.to } }),
              },
            ]
          : [],
        ...(index + 1 < items.length && { NextToken: String(index + 1) }),
      };
    }
    const queries = input.MetricDataQueries as { Id: string }[];
    return { MetricDataResults: queries.map(({ Id }) => ({ Id, Timestamps: [], Values: world.silent ? [] : [1] })) };
  };
});

async function alarms(changes: Record<string, string> = {}) {
  const code = await runGate(alarmGate, bench.job(undefined, changes));
  return { code, ...bench.evidence('alarms') };
}

describe('the alarm gate', () => {
  test('passes an environment whose alarms are good, in both regions, plain and calculated', async () => {
    const { code, verdict, reasons, measurements } = await alarms();
    expect({ code, verdict, reasons }).toEqual({ code: 0, verdict: 'pass', reasons: [] });
    expect(measurements).toContainEqual({ name: 'alarms judged good', value: 2, unit: 'count', limit: { atLeast: 1 } });
    const regions = new Set(aws.calls.filter(({ action }) => action === 'DescribeAlarms').map(({ region }) => region));
    expect(regions).toEqual(new Set(['us-east-1', 'eu-west-1']));
  });

  test("reads through its role in the environment's account, and stores evidence as the job itself", async () => {
    await alarms();
    const caller = (wanted: string) =>
      new Set(aws.calls.filter(({ action }) => action === wanted).map((it) => it.accessKeyId));
    expect(caller('AssumeRole')).toEqual(new Set(['AKIAJOB']));
    expect(caller('DescribeAlarmHistory')).toEqual(new Set(['ASIAGATE']));
    expect(caller('GetMetricData')).toEqual(new Set(['ASIAGATE']));
    expect(caller('PutObject')).toEqual(new Set(['AKIAJOB']));
    expect([...aws.objects.keys()].slice(passedBefore(judged).length)).toEqual([
      expect.stringMatching(/alarms\.xml$/),
      expect.stringMatching(/^evidence-bucket\/0123abc\/execution-1\/Dev\/alarms\/\d+-b\d+\/alarms\.json$/),
      'evidence-bucket/last-passed/Dev/alarms/gates.json',
    ]);
  });

  test('exports for the approval what all gates have said in this execution', async () => {
    const { build } = loadEvidence(judged);
    const first = { ...build, id: 'tap-Dev-load:aaaa' };
    aws.objects.clear();
    aws.objects.set(...asObject(smokeEvidence(judged)));
    aws.objects.set(...asObject(loadEvidence(judged, { build: first, verdict: 'fail', reasons: ['It is slow.'] })));
    aws.objects.set(...asObject(loadEvidence(judged, { build: { ...build, number: 2 } })));
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
    const [key, text] = asObject(loadEvidence(judged));
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
    const { commit, execution } = loadEvidence(judged);
    for (const [key, text] of passedBefore(judged)) {
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

  test('asks for every metric of a calculated alarm', async () => {
    await alarms();
    const asked = aws.calls
      .filter(({ action, region }) => action === 'GetMetricData' && region === 'eu-west-1')
      .flatMap(({ data }) => data.MetricDataQueries as { MetricStat: { Metric: { MetricName: string } } }[]);
    expect(asked.map(({ MetricStat }) => MetricStat.Metric.MetricName)).toEqual(['Errors', 'Requests']);
  });

  test('stops for an alarm that fired and recovered, found on a later page of its history', async () => {
    world.history = [
      { name: 'tap-dev-math', at: new Date(started.getTime() + 5_000), from: 'INSUFFICIENT_DATA', to: 'OK' },
      { name: 'tap-dev-math', at: new Date(started.getTime() + 20_000), from: 'OK', to: 'ALARM' },
      { name: 'tap-dev-math', at: new Date(started.getTime() + 30_000), from: 'ALARM', to: 'OK' },
    ];
    const { code, verdict, reasons } = await alarms();
    expect({ code, verdict }).toEqual({ code: 1, verdict: 'fail' });
    expect(reasons).toEqual([expect.stringMatching(/tap-dev-math was in ALARM .* has recovered since/)]);
  });

  test('asks once in a region for the history of all alarms, and passes over those of others', async () => {
    const at = new Date(started.getTime() + 20_000);
    world.history = [
      { name: 'somebody-elses', at, from: 'OK', to: 'ALARM' },
      { name: 'somebody-elses', at, from: 'ALARM', to: 'OK', data: 'in a form of its own' },
    ];
    expect(await alarms()).toMatchObject({ code: 0, verdict: 'pass' });
    const asked = aws.calls.filter(({ action }) => action === 'DescribeAlarmHistory');
    expect(
      asked
        .filter(({ data }) => !data.NextToken)
        .map(({ region }) => region)
        .sort(),
    ).toEqual(['eu-west-1', 'us-east-1']);
    expect(asked.filter(({ data }) => 'AlarmName' in data)).toEqual([]);
  });

  test('is not judged if the history of a declared alarm can not be read', async () => {
    world.history = [{ name: 'tap-dev-math', at: started, from: '', to: '', data: 'in a form of its own' }];
    const { verdict, reasons } = await alarms();
    expect({ verdict, reasons }).toEqual({
      verdict: 'not judged',
      reasons: [expect.stringMatching(/^TAP3202: the history of the alarm tap-dev-math/)],
    });
  });

  test('asks again where CloudWatch throttles, and passes', async () => {
    aws.throttled.set('DescribeAlarmHistory', 3);
    expect(await alarms()).toMatchObject({ code: 0, verdict: 'pass' });
    expect(aws.throttled.get('DescribeAlarmHistory')).toBe(0);
  });

  test('asks for metric alarms alone, as its role may read no others', async () => {
    await alarms();
    const asked = aws.calls.filter(({ action }) => /^DescribeAlarm/.test(action));
    expect(asked.length).toBeGreaterThan(2);
    expect(asked.filter(({ data }) => JSON.stringify(data.AlarmTypes) !== '["MetricAlarm"]')).toEqual([]);
  });

  test.each([
    ['a threshold', { Threshold: 99 }, 'threshold is 99, declared 1'],
    ['switched-off actions', { ActionsEnabled: false }, 'actions enabled is false, declared true'],
    [
      'another topic',
      { AlarmActions: ['arn:aws:sns:x:1:y'] },
      /ALARM action 1 is arn:aws:sns:x:1:y, declared arn:\S+critical/,
    ],
    ['M of N', { DatapointsToAlarm: 3 }, 'data points to alarm is 3 of 3, declared 2 of 3'],
    ['missing data', { TreatMissingData: 'ignore' }, 'missing data is ignore, declared notBreaching'],
    ['a metric', { MetricName: 'Requets' }, 'metric is AWS/X Requets, declared AWS/X Requests'],
    [
      'a dimension too many',
      {
        Dimensions: [
          { Name: 'Id', Value: 'tap-dev-plain' },
          { Name: 'Az', Value: 'a' },
        ],
      },
      'dimension Az is a, declared nothing',
    ],
    ['an evaluation state', { EvaluationState: 'EVALUATION_ERROR' }, 'its evaluation state is EVALUATION_ERROR'],
    ['no form that AWS gives an alarm', { EvaluationPeriods: 0 }, 'threshold is absent, declared 1'],
  ])('stops for an alarm that has got %s by hand', async (_what, handwork, words) => {
    world.handwork = { 'tap-dev-plain': handwork };
    const { code, verdict, reasons } = await alarms();
    expect({ code, verdict }).toEqual({ code: 1, verdict: 'fail' });
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatch(words);
  });

  test.each<[string, object, RegExp]>([
    [
      'another execution',
      { execution: 'execution-0' },
      /received a load of execution execution-0; one of this execution/,
    ],
    ['another environment', { environment: 'Staging' }, /received a load of Staging; one of Dev is allowed/],
    [
      'hours ago',
      { startedAt: new Date(started.getTime() - 7.3e6), endedAt: new Date(ended.getTime() - 7.3e6) },
      /received a load that ended at \S+; one of the last 2 hours/,
    ],
    ['the future', { endedAt: new Date(ended.getTime() + 3e5) }, /received a load that ends at \S+, in the future/],
  ])('is not judged by a load of %s', async (_what, changes, words) => {
    const { code, verdict, reasons } = await alarms({ LOAD_WINDOW: windowText({ ...window, ...changes }) });
    expect({ code, verdict }).toEqual({ code: 1, verdict: 'not judged' });
    expect(reasons).toEqual([expect.stringMatching(words)]);
    expect(reasons[0]).toMatch(/^TAP3203: LOAD_WINDOW/);
    expect(aws.calls.filter(({ action }) => action === 'DescribeAlarms')).toEqual([]);
  });

  test('judges the same load again at a second attempt, an hour later', async () => {
    const earlier = (time: Date) => new Date(time.getTime() - 3.6e6);
    const hourAgo = { ...window, startedAt: earlier(started), endedAt: earlier(ended) };
    aws.objects.clear();
    for (const [key, text] of passedBefore({ ...judged, window: hourAgo })) aws.objects.set(key, text);
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      expect(await alarms({ LOAD_WINDOW: windowText(hourAgo) })).toMatchObject({ verdict: 'pass', reasons: [] });
    }
  });

  test('judges a query that names no metric by what it answers', async () => {
    const query = [{ Id: 'q', Expression: 'SELECT MAX(x) FROM y', Period: 60 }];
    const insights = { MetricName: undefined, Namespace: undefined, Dimensions: undefined, Metrics: query };
    world.handwork = { 'tap-dev-plain': insights };
    const settings = alarmSettings(alarmProperties.parse({ ...propertiesOf('tap-dev-plain'), ...insights }));
    const plain = { ...shared, name: 'tap-dev-plain', region: 'us-east-1', settings };
    bench.manifest({ region: 'eu-west-1', alarms: [plain] });
    delete world.states['tap-dev-math'];
    expect(await alarms()).toMatchObject({ verdict: 'pass', reasons: [] });
    const asked = aws.calls.filter(({ action }) => action === 'GetMetricData');
    expect(asked.at(-1)?.data.MetricDataQueries).toEqual([
      { Id: 'q', Expression: 'SELECT MAX(x) FROM y', Period: 1, ReturnData: true },
    ]);
    world.silent = true;
    expect(await alarms()).toMatchObject({
      verdict: 'not judged',
      reasons: [expect.stringMatching(/its query had no data point in the load/)],
    });
  });

  test('stops for a missing alarm', async () => {
    delete world.states['tap-dev-plain'];
    expect((await alarms()).reasons).toEqual([expect.stringMatching(/tap-dev-plain is declared and doesn't exist/)]);
  });

  test('is not judged if the metrics are silent', async () => {
    world.silent = true;
    const { code, verdict } = await alarms();
    expect({ code, verdict }).toEqual({ code: 1, verdict: 'not judged' });
  });

  test('is not judged if CloudWatch refuses', async () => {
    aws.denied.add('DescribeAlarms');
    const { verdict, reasons } = await alarms();
    expect(verdict).toBe('not judged');
    expect(reasons).toEqual([expect.stringMatching(/^TAP3201: CloudWatch in us-east-1 did not answer DescribeAlarms/)]);
  });

  test('is wrong use without the window of a load, or with one that ends before it starts', async () => {
    expect(await runGate(alarmGate, bench.job(undefined, { LOAD_WINDOW: '' }))).toBe(2);
    expect(bench.evidence('alarms').reasons).toEqual([expect.stringMatching(/^TAP3001: .*LOAD_WINDOW: received ""/)]);
    const turnedRound = { LOAD_WINDOW: windowText({ ...window, startedAt: ended, endedAt: started }) };
    expect(await runGate(alarmGate, bench.job(undefined, turnedRound))).toBe(2);
    expect(bench.evidence('alarms').reasons).toEqual([
      expect.stringMatching(/^TAP3001: .*LOAD_WINDOW: .*the later end/),
    ]);
  });
});
