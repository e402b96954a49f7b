import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { source } from '../../../../scripts/doctor/looks/source';
import { emulated } from '../emulated';
import { pipelineAccount, region, twoAccounts } from '../subject';

const { planter, look } = emulated();
const Bucket = 'shop-source';
const configuration = twoAccounts((data) => ({
  ...data,
  pipeline: { ...data.pipeline, source: { kind: 's3', bucketName: Bucket, objectKey: 'source.zip' } },
  environments: data.environments.map((one) => ({
    ...one,
    alarms: { ...one.alarms, runbooks: 'https://wiki.example.com/{runbook}' },
  })),
}));
const said = async () => {
  const { findings, unseen } = await look(source, { configuration });
  expect(unseen).toEqual([]);
  return findings.map(({ what }) => what.replace(`bucket ${Bucket} `, ''));
};

test('the bucket of the source is looked at until nothing is missing (emulator)', async () => {
  expect(await said()).toEqual(['does not exist']);
  const s3 = new S3Client({ ...planter(pipelineAccount), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }));
  expect(await said()).toEqual([
    'keeps no versions',
    expect.stringContaining('sends no events'),
    'has no object source.zip',
  ]);
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'source.zip', Body: 'zip' }));
  expect(await said()).toEqual([expect.stringContaining('sends no events')]);
  const NotificationConfiguration = { EventBridgeConfiguration: {} };
  await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
  expect(await said()).toEqual([]);
});
