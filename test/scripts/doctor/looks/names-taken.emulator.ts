import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateDBClusterCommand, RDSClient } from '@aws-sdk/client-rds';
import { namesTaken } from '../../../../scripts/doctor/looks/names-taken';
import { eventually } from '../../../rehearsal/cloud/fixtures/eventually';
import { emulated } from '../emulated';
import { devAccount, pipelineAccount, stack } from '../subject';

const { planter, look } = emulated();
const one = (Type: string, Properties: Readonly<Record<string, unknown>>) => ({ Type, Properties });
const network = stack('Dev-Network', { Logs: one('AWS::Logs::LogGroup', { LogGroupName: 'tap-dev-logs' }) });
const data = stack('Dev-Data', {
  Cluster: one('AWS::RDS::DBCluster', { DBClusterIdentifier: 'tap-dev' }),
  Role: one('AWS::IAM::Role', { RoleName: 'tap-dev-role' }),
});
const pipeline = stack('PipelineStack', { Images: one('AWS::ECR::Repository', { RepositoryName: 'tap/shop' }) });

/** Types and names that are taken. */
async function taken(): Promise<readonly string[]> {
  const { findings, unseen, seen } = await look(namesTaken, { stacks: [pipeline, network, data] });
  expect({ unseen, seen: seen.length }).toEqual({ unseen: [], seen: 4 });
  return findings.map(({ what }) => what.split(' exists ')[0] ?? '');
}

test('names are free until somebody else holds them (emulator)', async () => {
  expect(await taken()).toEqual([]);

  // The log group belongs to our own stack.
  const cloudFormation = new CloudFormationClient(planter(devAccount));
  await cloudFormation.send(
    new CreateStackCommand({ StackName: 'Dev-Network', TemplateBody: JSON.stringify(network.template) }),
  );
  await eventually('the stack is complete', async () => {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: 'Dev-Network' }));
    return Stacks?.[0]?.StackStatus === 'CREATE_COMPLETE';
  });
  // Names of the other account are its own.
  await new CloudWatchLogsClient(planter(pipelineAccount)).send(
    new CreateLogGroupCommand({ logGroupName: 'tap-dev-logs' }),
  );
  expect(await taken()).toEqual([]);

  await new IAMClient(planter(devAccount)).send(
    new CreateRoleCommand({
      RoleName: 'tap-dev-role',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [] }),
    }),
  );
  await new ECRClient(planter(pipelineAccount)).send(new CreateRepositoryCommand({ repositoryName: 'tap/shop' }));
  await new RDSClient(planter(devAccount)).send(
    new CreateDBClusterCommand({
      DBClusterIdentifier: 'tap-dev',
      Engine: 'aurora-mysql',
      MasterUsername: 'admin',
      MasterUserPassword: 'secret-of-the-test',
    }),
  );
  expect([...(await taken())].sort()).toEqual([
    'AWS::ECR::Repository tap/shop',
    'AWS::IAM::Role tap-dev-role',
    'AWS::RDS::DBCluster tap-dev',
  ]);
});
