import { deletionProtection } from '../../../src/cloud/state-refusals/deletion-protection';
import { fullBucket } from '../../../src/cloud/state-refusals/full-bucket';
import { changeOf } from './change';

test.each(Object.keys(deletionProtection.looksAt ?? {}))(
  '%s is deleted only where its service does not protect it',
  async (type) => {
    const deletion = { step: 'delete' as const, before: { DeletionProtection: true } };
    expect(await deletionProtection.judge(changeOf(type, { ...deletion, service: { protected: true } }))).toMatchObject(
      {
        refused: expect.stringMatching(/protect/),
      },
    );
    expect(
      await deletionProtection.judge(changeOf(type, { ...deletion, service: { protected: false } })),
    ).toBeUndefined();
    expect(await deletionProtection.judge(changeOf(type, { service: { protected: true } }))).toBeUndefined();
  },
);

test('a bucket is deleted only if it is empty', async () => {
  const of = (objects: number | undefined) =>
    fullBucket.judge(changeOf('AWS::S3::Bucket', { step: 'delete', service: { objects } }));
  expect(await of(1)).toMatchObject({ refused: expect.stringContaining('is not empty') });
  for (const none of [0, undefined]) expect(await of(none)).toBeUndefined();
});
