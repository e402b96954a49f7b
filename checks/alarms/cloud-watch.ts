import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { CodedError } from '@delivery/coded-error';
import { z } from 'zod';
import type { RoleCredentialsProvider } from '../assume-role';
import { awsClientSettings } from '../aws-client';
import { alarmState, type DescribedAlarm, type MetricQuery, type MetricSource, type Transition } from './alarm-record';
import type { AlarmSource } from './alarm-source';
import { describedMetricAlarm } from './described-alarm';
import type { FeedQuestion } from './feeds';
import type { SeriesQuestion } from './series';
import { mayPass, temporarily } from './temporary-failure';

/** CloudWatch takes at most 500 metrics in one call, and answers with at most 100 records. */
const recordsPerCall = 100;
const metricsPerCall = 500;

const historyData = z.object({
  oldState: z.object({ stateValue: alarmState }),
  newState: z.object({ stateValue: alarmState }),
});

/**
 * CloudWatch itself, seen through the gate's role in the environment's account.
 *
 * It is asked for metric alarms alone: for composite ones CloudWatch takes no narrower permission than for all alarms.
 */
export class CloudWatchSource implements AlarmSource {
  private readonly clients = new Map<string, CloudWatchClient>();

  constructor(private readonly credentials: RoleCredentialsProvider) {}

  async describe(region: string, prefix: string): Promise<readonly DescribedAlarm[]> {
    const found: DescribedAlarm[] = [];
    let token: string | undefined;
    do {
      const command = new DescribeAlarmsCommand({
        AlarmNamePrefix: prefix,
        AlarmTypes: ['MetricAlarm'],
        MaxRecords: recordsPerCall,
        NextToken: token,
      });
      const answer = await this.ask(region, 'DescribeAlarms', (client) => client.send(command));
      found.push(...(answer.MetricAlarms ?? []).map(describedMetricAlarm));
      token = answer.NextToken;
    } while (token);
    return found;
  }

  /**
   * One call, page after page, for all alarms: without a name CloudWatch answers for every metric alarm of the account in the
   * region. A call for each alarm would meet the quota of 20 a second, which nobody can have raised.
   *
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html
   * https://docs.aws.amazon.com/general/latest/gr/cw_region.html
   */
  async history(
    region: string,
    names: readonly string[],
    from: Date,
    to: Date,
  ): Promise<ReadonlyMap<string, readonly Transition[]>> {
    const wanted = new Set(names);
    const transitions = new Map<string, Transition[]>();
    let token: string | undefined;
    do {
      const command = new DescribeAlarmHistoryCommand({
        AlarmTypes: ['MetricAlarm'],
        HistoryItemType: 'StateUpdate',
        StartDate: from,
        EndDate: to,
        ScanBy: 'TimestampAscending',
        MaxRecords: recordsPerCall,
        NextToken: token,
      });
      const answer = await this.ask(region, 'DescribeAlarmHistory', (client) => client.send(command));
      for (const item of answer.AlarmHistoryItems ?? []) {
        const name = item.AlarmName ?? '';
        if (!wanted.has(name)) continue;
        transitions.set(name, [...(transitions.get(name) ?? []), transition(name, item)]);
      }
      token = answer.NextToken;
    } while (token);
    return transitions;
  }

  async fed(region: string, questions: readonly FeedQuestion[]): Promise<readonly boolean[]> {
    const answers: boolean[] = [];
    for (const question of groups(questions)) {
      const asked = question.flatMap((one, index) => queriesOf(one, index));
      const heard = new Set<string>();
      let token: string | undefined;
      do {
        const command = new GetMetricDataCommand({
          MetricDataQueries: asked,
          StartTime: question[0]?.from,
          EndTime: question[0]?.to,
          NextToken: token,
        });
        const answer = await this.ask(region, 'GetMetricData', (client) => client.send(command));
        for (const { Id, Values } of answer.MetricDataResults ?? []) if (Id && Values?.length) heard.add(Id);
        token = answer.NextToken;
      } while (token);
      question.forEach((one, index) => {
        answers[questions.indexOf(one)] = queriesOf(one, index).some(
          ({ Id = '', ReturnData }) => ReturnData && heard.has(Id),
        );
      });
    }
    return answers;
  }

  async values({ region, source, from, to, periodSeconds }: SeriesQuestion): Promise<readonly number[]> {
    const values: number[] = [];
    let token: string | undefined;
    do {
      const command = new GetMetricDataCommand({
        MetricDataQueries: [metricQuery('series', source, periodSeconds, true)],
        StartTime: from,
        EndTime: to,
        ScanBy: 'TimestampAscending',
        NextToken: token,
      });
      const answer = await this.ask(region, 'GetMetricData', (client) => client.send(command));
      for (const { Values } of answer.MetricDataResults ?? []) values.push(...(Values ?? []));
      token = answer.NextToken;
    } while (token);
    return values;
  }

  close(): void {
    for (const client of this.clients.values()) client.destroy();
  }

  private async ask<Answer>(
    region: string,
    action: string,
    send: (client: CloudWatchClient) => Promise<Answer>,
  ): Promise<Answer> {
    const client =
      this.clients.get(region) ?? new CloudWatchClient({ ...awsClientSettings, region, credentials: this.credentials });
    this.clients.set(region, client);
    try {
      return await send(client);
    } catch (error) {
      if (error instanceof CodedError) throw error;
      const message = `CloudWatch in ${region} did not answer ${action}: ${String(error)}`;
      throw mayPass(error) ? temporarily(message) : new CodedError('TAP3201', message);
    }
  }
}

function queriesOf({ asked, periodSeconds }: FeedQuestion, index: number): MetricDataQuery[] {
  if (!isQueries(asked)) return [metricQuery(`m${index}`, asked, periodSeconds, true)];
  return asked.map(({ id, source, expression, judged }) =>
    source
      ? metricQuery(id, source, periodSeconds, judged)
      : { Id: id, Expression: expression, Period: periodSeconds, ReturnData: judged },
  );
}

function isQueries(asked: FeedQuestion['asked']): asked is readonly MetricQuery[] {
  return Array.isArray(asked);
}

function metricQuery(Id: string, source: MetricSource, Period: number, ReturnData: boolean): MetricDataQuery {
  const { namespace, metric, dimensions, stat } = source;
  return {
    Id,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: metric,
        Dimensions: dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
      },
      Period,
      Stat: stat,
    },
    ReturnData,
  };
}

function transition(name: string, item: { Timestamp?: Date; HistoryData?: string }): Transition {
  try {
    const { oldState, newState } = historyData.parse(JSON.parse(item.HistoryData ?? ''));
    if (!item.Timestamp) throw new Error('no timestamp');
    return { at: item.Timestamp, from: oldState.stateValue, to: newState.stateValue };
  } catch (error) {
    throw new CodedError('TAP3202', `the history of the alarm ${name} can't be read: ${String(error)}`);
  }
}

/** Questions that share a window, as many as one call takes; an alarm's own queries have ids that may be another's too. */
function groups(questions: readonly FeedQuestion[]): FeedQuestion[][] {
  const byCall = new Map<string, FeedQuestion[]>();
  for (const [index, question] of questions.entries()) {
    const own = isQueries(question.asked) ? index : '';
    const key = `${question.from.getTime()} ${question.to.getTime()} ${own}`;
    byCall.set(key, [...(byCall.get(key) ?? []), question]);
  }
  return [...byCall.values()].flatMap((some) => chunks(some, metricsPerCall));
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
