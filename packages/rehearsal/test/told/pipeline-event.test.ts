import { pipelineEvent } from '../../src/told/pipeline-event';

/** The event in the shape of AWS's page: https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html */
const failed = {
  version: '0',
  id: 'CWE-event-id',
  'detail-type': 'CodePipeline Pipeline Execution State Change',
  source: 'aws.codepipeline',
  account: '123456789012',
  time: '2020-01-31T18:55:43Z',
  region: 'us-west-2',
  resources: ['arn:aws:codepipeline:us-west-2:123456789012:myPipeline'],
  detail: {
    pipeline: 'myPipeline',
    'execution-id': '01234567-0123-0123-0123-012345678901',
    'start-time': '2023-10-26T13:49:39.208Z',
    state: 'FAILED',
    version: 1,
    'pipeline-execution-attempt': 1,
  },
};

/** Names and kinds of values, all the way down. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
}

test('the event of an execution has the shape that AWS shows', () => {
  const execution = {
    account: '123456789012',
    region: 'us-west-2',
    pipeline: 'myPipeline',
    id: 'e-1',
    startedAt: '2026-01-31T18:50:43.123Z',
  };
  const event = pipelineEvent(execution, 'SUPERSEDED', new Date('2026-01-31T18:55:43.456Z'));
  expect(shapeOf(event)).toEqual(shapeOf(failed));
  expect(event).toMatchObject({
    'detail-type': failed['detail-type'],
    source: failed.source,
    resources: failed.resources,
    time: '2026-01-31T18:55:43Z',
    detail: { pipeline: 'myPipeline', 'execution-id': 'e-1', state: 'SUPERSEDED' },
  });
});
