import { pipelineEvent } from '../../src/told/pipeline-event';
import { failed } from './failed-event';

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
