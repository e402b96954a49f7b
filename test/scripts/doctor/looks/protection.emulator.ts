import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateDBClusterCommand, ModifyDBClusterCommand, RDSClient } from '@aws-sdk/client-rds';
import { ownerMetadata } from '../../../../contracts/ownership';
import { physicalNames } from '../../../../lib/config';
import { eventually } from '../../../../packages/rehearsal/test/cloud/fixtures/eventually';
import { protection } from '../../../../scripts/doctor/looks/protection';
import { emulated } from '../emulated';
import { devAccount, found, inProduction, region, stack } from '../subject';

const { planter, look } = emulated();
const stacks = [stack('Dev-Network'), stack('Dev-Data')];
const configuration = inProduction();
const codes = async () => found(await look(protection, { configuration, stacks }));
const of = (code: string) => `${code} account ${devAccount}, ${region}`;

test('production is protected as soon as its stacks are complete, or found (emulator)', async () => {
  expect(await look(protection, { configuration, stacks })).toMatchObject({
    findings: [],
    unseen: [],
    seen: { length: 3 },
  });
  const cloudFormation = new CloudFormationClient(planter(devAccount));
  const TemplateBody = JSON.stringify({
    Metadata: { [ownerMetadata]: 'tap-dev' },
    Resources: { One: { Type: 'AWS::SNS::Topic' } },
  });
  for (const StackName of ['Dev-Network', 'Dev-Data']) {
    await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody }));
    await eventually('complete', async () => {
      const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
      return Stacks?.[0]?.StackStatus === 'CREATE_COMPLETE';
    });
  }
  const DBClusterIdentifier = physicalNames(configuration.application, 'Dev').databaseCluster;
  const rds = new RDSClient(planter(devAccount));
  await rds.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier,
      Engine: 'aurora-mysql',
      MasterUsername: 'admin',
      MasterUserPassword: 'secret-of-the-test',
    }),
  );
  expect(await codes()).toEqual([of('TAP6125'), of('TAP6125'), of('TAP6127')]);
  await rds.send(new ModifyDBClusterCommand({ DBClusterIdentifier, DeletionProtection: true, ApplyImmediately: true }));
  const protect = (StackName: string) =>
    cloudFormation.send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: true }));
  await protect('Dev-Network');
  expect(await codes()).toEqual([of('TAP6125')]);
  await protect('Dev-Data');
  expect(await codes()).toEqual([]);
});
