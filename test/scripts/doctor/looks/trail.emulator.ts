import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { trail } from '../../../../scripts/doctor/looks/trail';
import { emulated } from '../emulated';
import { devAccount, found, region, stack } from '../subject';

const { planter, look } = emulated();
const EventPattern = { 'detail-type': ['AWS API Call via CloudTrail'] };
const stacks = [stack('Dev-Observability', { Calls: { Type: 'AWS::Events::Rule', Properties: { EventPattern } } })];

test('a trail is missed until one is made and started (emulator)', async () => {
  const missed = [`TAP6181 account ${devAccount}, ${region}`];
  expect(found(await look(trail, { stacks }))).toEqual(missed);
  const S3BucketName = 'trail-of-dev';
  await new S3Client({ ...planter(devAccount), forcePathStyle: true }).send(
    new CreateBucketCommand({ Bucket: S3BucketName, CreateBucketConfiguration: { LocationConstraint: region } }),
  );
  const client = new CloudTrailClient(planter(devAccount));
  await client.send(new CreateTrailCommand({ Name: 'all', S3BucketName, IsMultiRegionTrail: true }));
  expect(found(await look(trail, { stacks }))).toEqual(missed);
  await client.send(new StartLoggingCommand({ Name: 'all' }));
  expect(await look(trail, { stacks })).toMatchObject({ findings: [], unseen: [], seen: { length: 1 } });
});
