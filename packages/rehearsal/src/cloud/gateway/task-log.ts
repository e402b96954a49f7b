import { isRecord } from '../base/record';
import type { LogLine } from '../workloads/task-logs';
import type { ErrorAnswer } from './error-answer';
import { json } from './json-answer';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const mostInPage = 10_000;

/** `{ $.name = "value" }`, of CloudWatch's patterns the one that is understood here. */
const jsonPattern = /^\{\s*\$\.([\w-]+)\s*=\s*"([^"]*)"\s*\}$/;

/** Name of the log group that a call of CloudWatch Logs is about. */
export function logGroupOf(request: unknown): string | undefined {
  if (!isRecord(request)) return undefined;
  const { logGroupName, logGroupIdentifier } = request;
  if (typeof logGroupName === 'string') return logGroupName;
  return typeof logGroupIdentifier === 'string' ? logGroupIdentifier.split(':').at(-1) : undefined;
}

/** CloudWatch Logs' FilterLogEvents over what tasks wrote, page by page; a pattern that is not understood is refused. */
export function filterTaskLog(request: unknown, lines: readonly LogLine[]): ErrorAnswer {
  const {
    filterPattern = '',
    startTime = 0,
    endTime = Number.POSITIVE_INFINITY,
    nextToken = '0',
    limit = mostInPage,
  } = isRecord(request) ? request : {};
  const holds = matcher(String(filterPattern).trim());
  if (holds === undefined) {
    const message = `the rehearsal understands no filter pattern but { $.name = "value" }, and received ${String(filterPattern)}`;
    return json(400, { __type: 'InvalidParameterException', message });
  }
  const from = Number(nextToken);
  const events: object[] = [];
  let next = from;
  for (; next < lines.length && events.length < Number(limit); next += 1) {
    const { timestamp, stream, message } = lines[next] as LogLine;
    if (timestamp < Number(startTime) || timestamp > Number(endTime) || !holds(message)) continue;
    events.push({ logStreamName: stream, timestamp, ingestionTime: timestamp, message, eventId: String(next) });
  }
  return json(200, { events, searchedLogStreams: [], ...(next < lines.length && { nextToken: String(next) }) });
}

function matcher(pattern: string): ((message: string) => boolean) | undefined {
  if (pattern === '') return () => true;
  const [, name, value] = jsonPattern.exec(pattern) ?? [];
  if (name === undefined) return undefined;
  return (message) => message.includes(String(value)) && valueIn(message, name) === value;
}

function valueIn(message: string, name: string): unknown {
  try {
    const line: unknown = JSON.parse(message);
    return isRecord(line) ? line[name] : undefined;
  } catch {
    return undefined;
  }
}
