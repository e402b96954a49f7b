import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CodedError } from '@delivery/coded-error';
import type { RoleCredentialsProvider } from '../assume-role';
import { awsClientSettings } from '../aws-client';
import { mayPass, temporarily } from './temporary-failure';

/** A question to the tasks' log: how many requests of one load does it hold? */
export interface LogQuestion {
  readonly region: string;
  readonly group: string;
  /** Mark of the load, letters, digits and hyphens. */
  readonly runId: string;
  readonly from: Date;
  readonly to: Date;
}

/** What the gate asks of the tasks' log. Tests put their own in its place. */
export interface TaskLog {
  /** Lines that say in `loadRun` that they are of the load; undefined where there is no such log group. */
  marked(question: LogQuestion): Promise<number | undefined>;
}

/** CloudWatch Logs itself, seen through the gate's role in the environment's account. */
export class CloudWatchLog implements TaskLog {
  private client: CloudWatchLogsClient | undefined;

  constructor(private readonly credentials: RoleCredentialsProvider) {}

  /**
   * Page after page until there is no token any more: a page holds up to 10,000 lines, and an empty one is not the last. Each line
   * is read here, too, whatever the pattern let through.
   *
   * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
   */
  async marked({ region, group, runId, from, to }: LogQuestion): Promise<number | undefined> {
    this.client ??= new CloudWatchLogsClient({ ...awsClientSettings, region, credentials: this.credentials });
    let found = 0;
    let nextToken: string | undefined;
    do {
      try {
        const page = await this.client.send(
          new FilterLogEventsCommand({
            logGroupName: group,
            filterPattern: `{ $.loadRun = "${runId}" }`,
            startTime: from.getTime(),
            endTime: to.getTime(),
            nextToken,
          }),
        );
        found += (page.events ?? []).filter(({ message }) => loadRunIn(message) === runId).length;
        nextToken = page.nextToken;
      } catch (error) {
        if ((error as Error).name === 'ResourceNotFoundException') return undefined;
        if (error instanceof CodedError) throw error;
        const message = `CloudWatch Logs in ${region} did not answer FilterLogEvents of ${group}: ${String(error)}`;
        throw mayPass(error) ? temporarily(message) : new CodedError('TAP3205', message);
      }
    } while (nextToken !== undefined);
    return found;
  }

  close(): void {
    this.client?.destroy();
  }
}

function loadRunIn(message: string | undefined): unknown {
  try {
    return (JSON.parse(message ?? '') as { readonly loadRun?: unknown } | null)?.loadRun;
  } catch {
    return undefined;
  }
}
