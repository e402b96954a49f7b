import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sns from 'aws-cdk-lib/aws-sns';
import { alarmName } from '../../lib/config';
import { AlarmBoard, type Watch } from '../../lib/constructs/alarm-board';
import { gateMetadataKey } from '../../lib/constructs/gated-alarm';
import { configurationOf } from '../helpers/variants';
import { resourcesOf } from '../stacks/resources';

const { application, environments } = configurationOf();
const [environment] = environments;
if (!environment) throw new Error('no environment');

const watch: Watch = {
  name: 'queue-age',
  metric: new cloudwatch.Metric({ namespace: 'Test', metricName: 'Age', period: Duration.minutes(1) }),
  means: 'Work is left lying.',
  runbook: 'queue',
  gate: { part: 'always', feed: 'watch' },
};

function declared(declare: (board: AlarmBoard) => void): Template {
  const stack = new Stack(new App(), 'Test');
  const topics = { warning: new sns.Topic(stack, 'Warning'), critical: new sns.Topic(stack, 'Critical') };
  declare(new AlarmBoard(stack, application, environment as NonNullable<typeof environment>, topics));
  return Template.fromStack(stack);
}

describe('the alarm board', () => {
  test('declares a trend on two levels, each with its threshold and its topic, for the end of the alarm too', () => {
    const template = declared((board) => board.trend(watch, { warning: 5, critical: 9 }));
    template.resourceCountIs('AWS::CloudWatch::Alarm', 2);
    for (const [level, threshold] of [
      ['warning', 5],
      ['critical', 9],
    ]) {
      const topic = [{ Ref: Match.stringLikeRegexp(String(level).slice(1)) }];
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        AlarmName: alarmName(application, environment.name, `queue-age-${level}`),
        Threshold: threshold,
        AlarmActions: topic,
        OKActions: topic,
      });
    }
  });

  test('times alarms as configured, says what they mean, and links the runbook', () => {
    const { alarms } = environment;
    declared((board) => board.critical(watch, 1)).hasResourceProperties('AWS::CloudWatch::Alarm', {
      EvaluationPeriods: alarms.evaluationPeriods,
      DatapointsToAlarm: alarms.datapointsToAlarm,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmDescription: `${watch.means} Runbook: ${alarms.runbooks.replace('{runbook}', watch.runbook)}`,
    });
  });

  test('lets an alarm choose its own comparison, periods and meaning of silence', () => {
    const template = declared((board) =>
      board.critical(
        {
          ...watch,
          comparison: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
          missing: cloudwatch.TreatMissingData.BREACHING,
          evaluationPeriods: 7,
          warmUp: Duration.minutes(15),
        },
        1,
      ),
    );
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      EvaluationPeriods: 7,
      DatapointsToAlarm: 7,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 15 },
    });
  });

  test('lets a rate be critical only where there are requests enough, and warn whatever there are', () => {
    const requests = new cloudwatch.Metric({ namespace: 'Test', metricName: 'Requests', statistic: 'Sum' });
    const template = declared((board) => board.trend({ ...watch, requests }, { warning: 5, critical: 9 }));
    const [critical, warning] = Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm'))
      .map(({ Properties }) => Properties as Record<string, unknown>)
      .sort((one, other) => String(one.AlarmName).localeCompare(String(other.AlarmName)));
    expect(warning).toMatchObject({ MetricName: 'Age' });
    expect(warning).not.toHaveProperty('WarmUpConfiguration');
    const queries = critical?.Metrics as { Id: string; Expression?: string; MetricStat?: { Period: number } }[];
    expect(queries.flatMap(({ Expression }) => Expression ?? [])).toEqual([
      `IF(requests >= ${environment.alarms.minimumRequests}, rate, 0)`,
    ]);
    const metrics = queries.filter(({ MetricStat }) => MetricStat);
    expect(metrics.map(({ Id }) => Id).sort()).toEqual(['rate', 'requests']);
    // CloudWatch judges an expression by the period of its metrics.
    for (const { MetricStat } of metrics) expect(MetricStat?.Period).toBe(environment.alarms.periodSeconds);
  });

  test("writes the alarm's part in the gate beside it", () => {
    const gate = { part: 'never', reason: 'slow', feed: 'watch' } as const;
    const template = declared((board) => board.critical({ ...watch, gate }, 1));
    const metadata = Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm')).map(({ Metadata }) => Metadata);
    expect(metadata).toEqual([{ [gateMetadataKey]: gate }]);
  });

  test('remembers what it declared, by names known before deployment', () => {
    const names: string[] = [];
    declared((board) => {
      board.trend(watch, { warning: 1, critical: 2 });
      names.push(...board.declared.map(({ physicalAlarmName }) => physicalAlarmName));
    });
    expect(names).toEqual(
      ['queue-age-warning', 'queue-age-critical'].map((name) => alarmName(application, environment.name, name)),
    );
  });
});
