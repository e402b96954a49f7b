import { alarmName, edgeRegion, physicalNames } from '../../lib/config';
import { stacksOf, template } from '../helpers/assembly';
import { configurationOf } from '../helpers/variants';
import { list, onlyOf, propertiesOf, statementsIn } from './resources';

const { application, environments } = configurationOf();

/** Names of all alarms that the stacks of an environment declare. */
function declaredAlarms(environment: string): readonly string[] {
  return stacksOf()
    .filter(({ path }) => path.startsWith(`PipelineStack/${environment}/`))
    .flatMap(({ template: { Resources } }) => Object.values(Resources))
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => String(Properties?.AlarmName));
}

describe.each(environments)('observability of $name', ({ name }) => {
  const observability = template(name, 'Observability');

  test('shows every alarm of the environment on one dashboard', () => {
    const { DashboardName, DashboardBody } = onlyOf(observability, 'AWS::CloudWatch::Dashboard');
    const alarms = declaredAlarms(name);
    expect(alarms.length).toBeGreaterThan(40);
    expect(DashboardName).toBe(physicalNames(application, name).dashboard);
    const body = JSON.stringify(DashboardBody);
    expect(alarms.filter((alarm) => !body.includes(`:alarm:${alarm}\\`))).toEqual([]);
  });

  test('needs the network alone, so that it is deployed with the database', () => {
    const imports = new Set(JSON.stringify(observability.toJSON()).match(/"Fn::ImportValue":"[^:]+/g));
    expect([...imports]).toEqual([`"Fn::ImportValue":"${name}-Network`]);
  });

  test('fires a canary alarm on a schedule, and misses it when it stays away', () => {
    const canary = alarmName(application, name, 'canary');
    const { Target } = onlyOf(observability, 'AWS::Scheduler::Schedule') as { Target: { Input: string } };
    expect(JSON.parse(Target.Input)).toMatchObject({ AlarmName: canary, StateValue: 'ALARM' });
    observability.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: alarmName(application, name, 'heartbeat-missing'),
      TreatMissingData: 'breaching',
    });
    observability.resourceCountIs('AWS::SQS::Queue', 1);
  });

  test('gives the heartbeat time for its first tests, by the schedule, before it may miss them', () => {
    const schedule = onlyOf(observability, 'AWS::Scheduler::Schedule') as { ScheduleExpression: string };
    const minutes = Number(/^rate\((\d+) minutes\)$/.exec(schedule.ScheduleExpression)?.[1]);
    const [alarm] = propertiesOf(observability, 'AWS::CloudWatch::Alarm').filter(
      ({ AlarmName }) => AlarmName === alarmName(application, name, 'heartbeat-missing'),
    );
    const { EvaluationPeriods, Period, WarmUpConfiguration } = alarm as {
      EvaluationPeriods: number;
      Period: number;
      WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: number };
    };
    expect(Period).toBe(minutes * 60);
    // One interval until the first test, then a full window.
    expect(WarmUpConfiguration.WarmUpPeriodDurationInMinutes).toBeGreaterThan((1 + EvaluationPeriods) * minutes);
    expect(WarmUpConfiguration.WarmUpPeriodDurationInMinutes).toBeLessThanOrEqual(2880);
  });

  test('lets the alarm gate read metric alarms and their history, of all because a call without a name answers for all', () => {
    const statements = propertiesOf(observability, 'AWS::IAM::Policy')
      .filter(({ Roles }) => JSON.stringify(Roles).includes('AlarmsGate'))
      .flatMap(statementsIn);
    const actions = statements.flatMap(({ Action }) => list(Action));
    expect(actions.sort()).toEqual([
      'cloudwatch:DescribeAlarmHistory',
      'cloudwatch:DescribeAlarms',
      'cloudwatch:GetMetricData',
    ]);
    const alarmsOf = (action: string) =>
      statements
        .filter(({ Action }) => list(Action).includes(action))
        .map(({ Resource }) => /:alarm:([^"]*)/.exec(JSON.stringify(Resource))?.[1]);
    expect(alarmsOf('cloudwatch:DescribeAlarms')).toEqual(['*']);
    expect(alarmsOf('cloudwatch:DescribeAlarmHistory')).toEqual(['*']);
  });
});

describe('observability of an environment outside us-east-1', () => {
  test('lets the alarm gate reach both regions', () => {
    const { environments: european } = configurationOf('europe');
    const policies = propertiesOf(template('Dev', 'Observability', 'europe'), 'AWS::IAM::Policy');
    const resources = JSON.stringify(policies.flatMap(statementsIn).map(({ Resource }) => Resource));
    for (const region of [european[0]?.region, edgeRegion]) expect(resources).toContain(`:cloudwatch:${region}:`);
  });
});
