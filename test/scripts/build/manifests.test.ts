import { leastBakeSeconds } from '../../../contracts/alarm-timing';
import { synthesizedManifest } from '../../../contracts/manifest';
import { namePrefix, overridesOf } from '../../../lib/config';
import { placeholderDigest } from '../../../lib/constructs/image-revision';
import type { AssemblyStack } from '../../../scripts/build/assembly';
import { manifestsOf } from '../../../scripts/build/manifests';
import { stacksOf } from '../../helpers/stacks';
import { configurationOf, variantInputs, variants } from '../../helpers/variants';

const gates = {
  region: 'eu-west-1',
  production: false,
  orders: true,
  load: {
    profile: 'load',
    journey: 'checkout',
    thresholds: { cloudfront: { p95Ms: 1, maxErrorRate: 0.01 }, api: { p95Ms: 1, maxErrorRate: 0.01 } },
  },
  apiCache: false,
  loadRunLog: true,
  alarmPrefix: 'any',
  bakeSeconds: 360,
  approval: false,
  after: [],
  acceptedFindings: {},
  overrides: {},
};

function stackWith(
  Resources: AssemblyStack['template']['Resources'],
  described: unknown = JSON.stringify(gates),
): AssemblyStack {
  return {
    path: 'PipelineStack/Dev/Any',
    name: 'Dev-Any',
    stage: 'Dev',
    account: '111111111111',
    region: 'us-east-1',
    template: { Metadata: { 'tap:gates': described }, Resources },
  };
}

function alarm(properties: object, metadata: object = { part: 'always', feed: 'watch' }): AssemblyStack {
  const Properties = {
    AlarmName: 'any',
    EvaluationPeriods: 3,
    ComparisonOperator: 'GreaterThanThreshold',
    ...properties,
  };
  return stackWith({ Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties, Metadata: { 'tap:gate': metadata } } });
}

test('the description is text, because a template’s metadata may hold no fractions', () => {
  const described = stacksOf().flatMap(({ template }) => template.Metadata?.['tap:gates'] ?? []);
  expect(described).toHaveLength(configurationOf().environments.length);
  expect(described.filter((text) => typeof text !== 'string')).toEqual([]);
});

describe.each(variants)('the manifests of the %s configuration', (variant) => {
  const manifests = manifestsOf(stacksOf(variant));

  test('say of each environment how its gates judge, as configured', () => {
    const { application, environments, pipeline } = configurationOf(variant);
    expect(manifests.map(({ alarms: _, ...rest }) => rest)).toEqual(
      environments.map(({ name, region, production, api, promotion, wave, gates: { load, bakeMinutes } }, index) => ({
        environment: name,
        region,
        production,
        orders: true,
        load,
        apiCache: api.cacheClusterSizeGb !== undefined,
        loadRunLog: true,
        alarmPrefix: `${namePrefix(application, name)}-`,
        bakeSeconds: bakeMinutes * 60,
        approval: promotion !== undefined,
        after: environments
          .slice(0, index)
          .filter((other) => wave === undefined || other.wave !== wave)
          .map((other) => other.name),
        acceptedFindings: Object.fromEntries(pipeline.image.acceptedFindings.map(({ id, until }) => [id, until])),
        overrides: overridesOf(name, variantInputs[variant].env),
        image: placeholderDigest,
      })),
    );
  });

  test('are what the gates’ programs accept, and declare alarms of which some prove that the load came', () => {
    for (const manifest of manifests) {
      expect(synthesizedManifest.parse(manifest)).toEqual(manifest);
      expect(manifest.alarms.length).toBeGreaterThan(0);
      expect(manifest.alarms.filter(({ feed }) => feed === 'load')).not.toEqual([]);
    }
  });

  test('name each alarm once, in the region of its stack', () => {
    for (const { environment, alarms } of manifests) {
      const names = alarms.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      const regions = stacksOf(variant)
        .filter(({ stage }) => stage === environment)
        .map(({ region }) => region);
      expect(alarms.filter(({ region }) => !regions.includes(region))).toEqual([]);
    }
  });

  test('leave time for the slowest alarm whose silence is to prove something', () => {
    for (const { bakeSeconds, alarms } of manifests) {
      const judged = alarms.filter(({ part, feed }) => part !== 'never' && feed !== 'none');
      const slowest = Math.max(...judged.map(({ windowSeconds }) => windowSeconds));
      expect(bakeSeconds).toBeGreaterThanOrEqual(leastBakeSeconds(slowest));
    }
  });
});

test('an alarm’s window is its period times its evaluation periods', () => {
  expect(manifestsOf([alarm({ Period: 60 })])[0]?.alarms).toMatchObject([{ name: 'any', windowSeconds: 180 }]);
});

test('an alarm over an expression has the window of the longest metric in it', () => {
  const metric = (Id: string, Period: number) => ({ Id, MetricStat: { Metric: {}, Period, Stat: 'Sum' } });
  const Metrics = [{ Id: 'e', Expression: 'a/b' }, metric('a', 60), metric('b', 300)];
  const [manifest] = manifestsOf([alarm({ Metrics }, { part: 'never', feed: 'none', reason: 'slow' })]);
  expect(manifest?.alarms).toMatchObject([{ windowSeconds: 900 }]);
});

test.each([
  ['an environment that does not say how its gates judge', stackWith({}, '{}'), /^TAP2012: Dev: template metadata/],
  [
    'an environment with thresholds that nothing can exceed',
    stackWith(
      {},
      JSON.stringify({ ...gates, load: { ...gates.load, thresholds: { api: { p95Ms: 1, maxErrorRate: 1 } } } }),
    ),
    /^TAP2012: Dev: .*load\.thresholds: cloudfront is missing.*load\.thresholds\.api\.maxErrorRate: .*and below 1/,
  ],
  ['one that says it in no JSON', stackWith({}, 'soon'), /^TAP2012: Dev: template metadata.*"soon" is no JSON/],
  [
    'an alarm with other metadata than was agreed',
    alarm({ Period: 60 }, { part: 'sometimes' }),
    /^TAP2012: Dev: alarm Alarm: metadata/,
  ],
  [
    'an alarm whose name is not known at synth',
    alarm({ Period: 60, AlarmName: { Ref: 'x' } }),
    /^TAP2012: .*AlarmName/,
  ],
  [
    'an alarm that nobody declared',
    stackWith({ Own: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'any', EvaluationPeriods: 1 } } }),
    /^TAP2012: Dev: alarm Own: metadata "tap:gate": is missing, .*GatedAlarm/,
  ],
  [
    'an alarm whose name does not begin as those of its environment',
    alarm({ Period: 60, AlarmName: 'other' }),
    /^TAP2012: Dev: alarm "other": it must begin with "any"/,
  ],
  [
    'a composite alarm, which no gate would see,',
    stackWith({ Both: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmName: 'tap-dev-both' } } }),
    /^TAP2015: Dev: Both is a composite alarm.*GatedAlarm/,
  ],
  [
    'an alarm that never counts and does not say why',
    alarm({ Period: 60 }, { part: 'never', feed: 'none' }),
    /^TAP2012: Dev: alarm Alarm: .*part "never" with feed "none" needs a reason/,
  ],
  [
    'an alarm that is asked for no data and does not say why',
    alarm({ Period: 60 }, { part: 'always', feed: 'none' }),
    /^TAP2012: .*part "always" with feed "none" needs a reason/,
  ],
  [
    'a witness for a metric that AWS always publishes',
    alarm({ Period: 60, MetricName: '5XXError' }, { part: 'always', feed: 'load', fedBy: { '5XXError': 'Count' } }),
    /^TAP2012: .*fedBy/,
  ],
  [
    'a witness for a metric that the alarm does not look at',
    alarm(
      { Period: 60, MetricName: 'HTTPCode_Target_5XX_Cout' },
      { part: 'always', feed: 'load', fedBy: { HTTPCode_Target_5XX_Count: 'RequestCount' } },
    ),
    /^TAP2012: .*fedBy: the alarm looks at no HTTPCode_Target_5XX_Count/,
  ],
  [
    'a bake that is over before an alarm can be judged',
    alarm({ Period: 120 }),
    /^TAP2018: Dev: the bake of 360 s .*360 s \(period times evaluation periods\) \+ 120 s .* = 495 s/,
  ],
  ['an alarm without a period', alarm({}), /^TAP2012: .*no period/],
])('%s is refused', (_, stack, message) => {
  expect(() => manifestsOf([stack])).toThrow(message);
});
