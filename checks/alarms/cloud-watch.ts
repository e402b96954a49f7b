import {
  CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricAlarm,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { z } from 'zod';
import { CodedError } from '../../lib/errors';
import type { RoleCredentialsProvider } from '../assume-role';
import type { AlarmState, DescribedAlarm, MetricSource, Transition } from './alarm-record';
import type { AlarmSource } from './alarm-source';
import type { FeedQuestion } from './feeds';

/** CloudWatch takes at most 100 names, and 500 metrics, in one call. */
const NAMES_PER_CALL = 100;
const METRICS_PER_CALL = 500;

const state = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']);

const historyData = z.object({
  oldState: z.object({ stateValue: state }),
  newState: z.object({ stateValue: state }),
});

/** CloudWatch itself, seen through the gate's role in the environment's account. */
export class CloudWatchSource implements AlarmSource {
  private readonly clients = new Map<string, CloudWatchClient>();

  constructor(private readonly credentials: RoleCredentialsProvider) {}

  async describe(region: string, names: readonly string[]): Promise<readonly DescribedAlarm[]> {
    const found: DescribedAlarm[] = [];
    for (const some of chunks(names, NAMES_PER_CALL)) {
      let token: string | undefined;
      do {
        const command = new DescribeAlarmsCommand({
          AlarmNames: [...some],
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          MaxRecords: NAMES_PER_CALL,
          NextToken: token,
        });
        const answer = await this.ask(region, 'DescribeAlarms', (client) => client.send(command));
        found.push(...(answer.MetricAlarms ?? []).map(describedMetricAlarm));
        found.push(...(answer.CompositeAlarms ?? []).map(describedCompositeAlarm));
        token = answer.NextToken;
      } while (token);
    }
    return found;
  }

  async history(region: string, name: string, from: Date, to: Date): Promise<readonly Transition[]> {
    const transitions: Transition[] = [];
    let token: string | undefined;
    do {
      const command = new DescribeAlarmHistoryCommand({
        AlarmName: name,
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        HistoryItemType: 'StateUpdate',
        StartDate: from,
        EndDate: to,
        ScanBy: 'TimestampAscending',
        MaxRecords: 100,
        NextToken: token,
      });
      const answer = await this.ask(region, 'DescribeAlarmHistory', (client) => client.send(command));
      for (const item of answer.AlarmHistoryItems ?? []) transitions.push(transition(name, item));
      token = answer.NextToken;
    } while (token);
    return transitions;
  }

  async fed(region: string, questions: readonly FeedQuestion[]): Promise<readonly boolean[]> {
    const answers: boolean[] = [];
    // One call has one window.
    for (const question of groups(questions)) {
      const heard = new Set<string>();
      let token: string | undefined;
      do {
        const command = new GetMetricDataCommand({
          MetricDataQueries: question.map(({ source, periodSeconds }, index) => query(source, periodSeconds, index)),
          StartTime: question[0]?.from,
          EndTime: question[0]?.to,
          NextToken: token,
        });
        const answer = await this.ask(region, 'GetMetricData', (client) => client.send(command));
        for (const { Id, Values } of answer.MetricDataResults ?? []) if (Id && Values?.length) heard.add(Id);
        token = answer.NextToken;
      } while (token);
      question.forEach((one, index) => {
        answers[questions.indexOf(one)] = heard.has(`m${index}`);
      });
    }
    return answers;
  }

  close(): void {
    for (const client of this.clients.values()) client.destroy();
  }

  private async ask<Answer>(
    region: string,
    action: string,
    send: (client: CloudWatchClient) => Promise<Answer>,
  ): Promise<Answer> {
    const client = this.clients.get(region) ?? new CloudWatchClient({ region, credentials: this.credentials });
    this.clients.set(region, client);
    try {
      return await send(client);
    } catch (error) {
      if (error instanceof CodedError) throw error;
      throw new CodedError('TAP3201', `CloudWatch in ${region} did not answer ${action}: ${String(error)}`);
    }
  }
}

function describedMetricAlarm(alarm: MetricAlarm): DescribedAlarm {
  return { ...common(alarm), sources: sourcesOf(alarm) };
}

function describedCompositeAlarm(alarm: CompositeAlarm): DescribedAlarm {
  return { ...common(alarm), sources: [] };
}

function common(alarm: MetricAlarm | CompositeAlarm): Omit<DescribedAlarm, 'sources'> {
  return {
    arn: alarm.AlarmArn ?? '',
    name: alarm.AlarmName ?? '',
    state: state.catch('INSUFFICIENT_DATA').parse(alarm.StateValue),
    stateReason: alarm.StateReason ?? '',
  };
}

/** A plain alarm has its metric in itself, one with metric math has them in `Metrics`, beside the expressions. */
function sourcesOf(alarm: MetricAlarm): MetricSource[] {
  const single = alarm.MetricName ? [source(alarm, alarm.ExtendedStatistic ?? alarm.Statistic, alarm.Period)] : [];
  const math = (alarm.Metrics ?? []).flatMap(({ MetricStat: stat }) =>
    stat?.Metric ? [source(stat.Metric, stat.Stat, stat.Period)] : [],
  );
  return [...single, ...math];
}

function source(
  metric: Pick<MetricAlarm, 'Namespace' | 'MetricName' | 'Dimensions'>,
  stat: string | undefined,
  period: number | undefined,
): MetricSource {
  return {
    namespace: metric.Namespace ?? '',
    metric: metric.MetricName ?? '',
    dimensions: (metric.Dimensions ?? []).map(({ Name, Value }) => ({ name: Name ?? '', value: Value ?? '' })),
    stat: stat ?? 'SampleCount',
    periodSeconds: period ?? 60,
  };
}

function query({ namespace, metric, dimensions, stat }: MetricSource, period: number, index: number): MetricDataQuery {
  return {
    Id: `m${index}`,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: metric,
        Dimensions: dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
      },
      Period: period,
      Stat: stat,
    },
  };
}

function transition(name: string, item: { Timestamp?: Date; HistoryData?: string }): Transition {
  try {
    const { oldState, newState } = historyData.parse(JSON.parse(item.HistoryData ?? ''));
    if (!item.Timestamp) throw new Error('no timestamp');
    return { at: item.Timestamp, from: oldState.stateValue as AlarmState, to: newState.stateValue as AlarmState };
  } catch (error) {
    throw new CodedError('TAP3202', `the history of the alarm ${name} can't be read: ${String(error)}`);
  }
}

/** Questions that share a window, as many as one call takes. */
function groups(questions: readonly FeedQuestion[]): FeedQuestion[][] {
  const byWindow = new Map<string, FeedQuestion[]>();
  for (const question of questions) {
    const key = `${question.from.getTime()} ${question.to.getTime()}`;
    byWindow.set(key, [...(byWindow.get(key) ?? []), question]);
  }
  return [...byWindow.values()].flatMap((some) => chunks(some, METRICS_PER_CALL));
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
