import { alarmName, edgeRegion, namePrefix, physicalNames } from '../../lib/config';
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

  test("lets the alarm gate read this environment's alarms and no other's", () => {
    const statements = propertiesOf(observability, 'AWS::IAM::Policy')
      .filter(({ Roles }) => JSON.stringify(Roles).includes('AlarmsGate'))
      .flatMap(statementsIn);
    const actions = statements.flatMap(({ Action }) => list(Action));
    expect(actions.sort()).toEqual([
      'cloudwatch:DescribeAlarmHistory',
      'cloudwatch:DescribeAlarms',
      'cloudwatch:GetMetricData',
    ]);
    expect(JSON.stringify(statements)).toContain(`:alarm:${namePrefix(application, name)}-*`);
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
