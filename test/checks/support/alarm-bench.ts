import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { alarmGate } from '../../../checks/alarms/alarm-gate';
import { runGate } from '../../../checks/gate';
import { alarmProperties, alarmSettings } from '../../../contracts/alarm-settings';
import type { Evidence } from '../../../contracts/evidence';
import { sentText, windowText } from '../../../contracts/load-window';
import { FakeAws } from './fake-aws';
import { GateBench } from './gate-bench';
import { type JudgedBefore, passedBefore } from './stored-evidence';

const seconds = (time: Date) => time.getTime() / 1000;
/** When the load ended, and began. */
export const ended = new Date(Date.now() - 1000);
export const started = new Date(ended.getTime() - 40_000);
export const window = {
  startedAt: started,
  endedAt: ended,
  environment: 'Dev',
  execution: 'execution-1',
  build: 'load:1',
};
const sent = { runId: 'run-1', doors: { cloudfront: 0, api: 0 }, tasks: { least: 0, most: 0 } };
const doors = { SITE_URL: 'https://site.example', API_URL: 'https://api.example' };
export const load = { LOAD_WINDOW: windowText(window), LOAD_SENT: sentText(sent), LOG_GROUP: 'services' };
export const shared = {
  part: 'always',
  feed: 'load',
  periodSeconds: 60,
  datapointsToAlarm: 2,
  windowSeconds: 180,
} as const;
const common = {
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  TreatMissingData: 'notBreaching',
  ActionsEnabled: true,
  AlarmActions: ['arn:aws:sns:us-east-1:111111111111:critical'],
};

export interface AlarmWorld {
  states: Record<string, string>;
  history: { name: string; at: Date; from: string; to: string; data?: string }[];
  silent: boolean;
  /** What somebody has changed of an alarm by hand, by its name. */
  handwork: Record<string, object>;
}
const regionOf = (name: string) => (name.endsWith('math') ? 'eu-west-1' : 'us-east-1');

function metricAlarm(world: AlarmWorld, name: string, region: string) {
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

/** What a manifest says of an alarm. */
export function settingsOf(name: string, changes: object = {}) {
  return alarmSettings(alarmProperties.parse({ ...propertiesOf(name), ...changes }));
}

/** The alarm gate with its real client of CloudWatch, over HTTP, after gates that have passed. */
export interface AlarmBench {
  readonly aws: FakeAws;
  readonly bench: GateBench;
  /** What CloudWatch has, in this test. */
  readonly world: AlarmWorld;
  /** What the gates before have judged, in this test. */
  readonly judged: JudgedBefore;
  /** Runs the gate, with these variables of its job. */
  alarms(changes?: Record<string, string>): Promise<Evidence & { readonly code: number }>;
}

/** Sets it up for the tests of a file, anew for each. */
export function alarmBench(): AlarmBench {
  const aws = new FakeAws();
  const bench = new GateBench(aws);
  let world: AlarmWorld;
  let judged: JudgedBefore;

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
        return { MetricAlarms: names.map((name) => metricAlarm(world, name, region)) };
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

  async function alarms(changes: Record<string, string> = {}): Promise<Evidence & { readonly code: number }> {
    const code = await runGate(alarmGate, bench.job(undefined, changes));
    return { code, ...bench.evidence('alarms') };
  }

  return {
    aws,
    bench,
    alarms,
    get world() {
      return world;
    },
    get judged() {
      return judged;
    },
  };
}
