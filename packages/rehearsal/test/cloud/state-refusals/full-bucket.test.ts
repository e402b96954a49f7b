import { fullBucket } from '../../../src/cloud/state-refusals/full-bucket';
import { changeOf } from './change';

test('a bucket is deleted only if it is empty', async () => {
  const of = (objects: number | undefined) =>
    fullBucket.judge(changeOf('AWS::S3::Bucket', { step: 'delete', service: { objects } }));
  expect(await of(1)).toMatchObject({ refused: expect.stringContaining('is not empty') });
  for (const none of [0, undefined]) expect(await of(none)).toBeUndefined();
});
