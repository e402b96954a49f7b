import { filterTaskLog, logGroupOf } from '../../../src/cloud/gateway/task-log';
import { TaskLogs } from '../../../src/cloud/workloads/task-logs';

const at = { account: '111111111111', region: 'eu-west-1' };
const target = { group: 'services', stream: 'readings/app/1' };
const line = (run: string, index = 0) => JSON.stringify({ run, index });

function logs(lines: readonly string[], deployed = at) {
  let now = 1_000;
  const own = new TaskLogs(
    () => now++,
    (group) => (group === 'services' ? deployed : undefined),
  );
  for (const one of lines) own.add(at, target, one);
  return own;
}

function ask(request: object, lines: readonly string[]) {
  const { status, body } = filterTaskLog(request, logs(lines).of(at, 'services') ?? []);
  return { status, ...(JSON.parse(body.toString()) as { events: { message: string }[]; nextToken?: string }) };
}

test('what a task writes stands in its log group, and in no other account, region or group', () => {
  const own = logs(['one']);
  expect(own.of(at, 'services')).toEqual([{ timestamp: 1_000, stream: 'readings/app/1', message: 'one' }]);
  expect(own.of(at, 'others')).toBeUndefined();
  expect(own.of({ ...at, region: 'us-east-1' }, 'services')).toBeUndefined();
  expect(own.of({ ...at, account: '222222222222' }, 'services')).toBeUndefined();
  expect(logs([]).of(at, 'services')).toBeUndefined();
  expect(logs(['one'], { ...at, region: 'us-east-1' }).of(at, 'services')).toBeUndefined();
});

test('a pattern over JSON finds lines with that value, whatever else stands in the log', () => {
  const lines = [line('a'), 'a, but no JSON', line('b'), JSON.stringify({ else: 'a' }), line('a', 1)];
  const { events, nextToken } = ask({ filterPattern: '{ $.run = "a" }' }, lines);
  expect(events.map(({ message }) => message)).toEqual([line('a'), line('a', 1)]);
  expect(nextToken).toBeUndefined();
  expect(ask({}, lines).events).toHaveLength(5);
});

test('times bound what is found, both ends included', () => {
  const { events } = ask({ startTime: 1_001, endTime: 1_002 }, ['a', 'b', 'c', 'd']);
  expect(events).toEqual([
    { logStreamName: 'readings/app/1', timestamp: 1_001, ingestionTime: 1_001, message: 'b', eventId: '1' },
    { logStreamName: 'readings/app/1', timestamp: 1_002, ingestionTime: 1_002, message: 'c', eventId: '2' },
  ]);
});

test('pages hold as many as they may, and the token leads to the rest', () => {
  const lines = Array.from({ length: 10_001 }, (_, index) => line('a', index));
  const first = ask({ filterPattern: '{ $.run = "a" }' }, lines);
  expect(first.events).toHaveLength(10_000);
  const second = ask({ filterPattern: '{ $.run = "a" }', nextToken: first.nextToken }, lines);
  expect(second.events.map(({ message }) => message)).toEqual([line('a', 10_000)]);
  expect(second.nextToken).toBeUndefined();
  expect(ask({ limit: 1 }, ['a', 'b']).events).toHaveLength(1);
});

test('a pattern that is not understood is refused, not taken for another one', () => {
  const { status, body } = filterTaskLog({ filterPattern: 'ERROR' }, []);
  expect(status).toBe(400);
  expect(body.toString()).toContain('InvalidParameterException');
});

test('a group is named by its name or its ARN', () => {
  expect(logGroupOf({ logGroupName: 'services' })).toBe('services');
  expect(logGroupOf({ logGroupIdentifier: 'arn:aws:logs:eu-west-1:111111111111:log-group:services' })).toBe('services');
  expect([logGroupOf({}), logGroupOf(undefined)]).toEqual([undefined, undefined]);
});
