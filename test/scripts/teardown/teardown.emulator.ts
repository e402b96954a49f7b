import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  ListExportsCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateSubnetCommand, DeleteSubnetCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeDBClustersCommand, ModifyDBClusterCommand, RDSClient } from '@aws-sdk/client-rds';
import { parseConfiguration } from '../../../lib/config';
import { eventually } from '../../../packages/rehearsal/test/cloud/fixtures/eventually';
import { type CommandLine, main } from '../../../scripts/teardown/command-line';
import { europeData } from '../../fixtures/europe';
import { emulated } from '../doctor/emulated';

const account = '222222222222';
const region = 'eu-west-1';
const { planter } = emulated();
const cloudFormation = () => new CloudFormationClient(planter(account, region));
const profiles = ['--profile', `${account}=${account}`];

type Resources = Readonly<Record<string, { readonly Type: string; readonly [more: string]: unknown }>>;

async function deploy(name: string, resources: Resources, outputs: Readonly<Record<string, unknown>> = {}) {
  const [environment = '', part = ''] = name.split('-');
  const AlarmName = `tap-${environment.toLowerCase()}-${part.toLowerCase()}`;
  const template = {
    Resources: {
      alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName,
          Namespace: 'n',
          MetricName: 'm',
          Statistic: 'Sum',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanThreshold',
        },
        Metadata: { 'aws:cdk:path': `PipelineStack/${environment}/${part}/alarm/Resource` },
      },
      ...resources,
    },
    Outputs: Object.fromEntries(
      Object.entries(outputs).map(([id, Value]) => [id, { Value, Export: { Name: `${name}:${id}` } }]),
    ),
  };
  await cloudFormation().send(new CreateStackCommand({ StackName: name, TemplateBody: JSON.stringify(template) }));
  await eventually(`${name} is complete`, async () => (await statusOf(name)) === 'CREATE_COMPLETE');
}

async function statusOf(StackName: string): Promise<string | undefined> {
  try {
    return (await cloudFormation().send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]?.StackStatus;
  } catch {
    return undefined;
  }
}

/** Network, Data and Service of an environment: one exports, one imports and exports, one imports. */
async function deployAll(environment: string): Promise<void> {
  const bucket = `${environment.toLowerCase()}-uploads`;
  await deploy(
    `${environment}-Network`,
    {
      Key: { Type: 'AWS::KMS::Key', DeletionPolicy: 'Retain', Properties: { KeyPolicy: { Statement: [] } } },
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    },
    { Vpc: { Ref: 'Vpc' } },
  );
  await deploy(
    `${environment}-Data`,
    {
      Cluster: {
        Type: 'AWS::RDS::DBCluster',
        DeletionPolicy: 'Snapshot',
        Properties: {
          DBClusterIdentifier: `tap-${environment.toLowerCase()}`,
          Engine: 'aurora-mysql',
          MasterUsername: 'admin',
          MasterUserPassword: 'not-a-secret',
        },
      },
      Topic: {
        Type: 'AWS::SNS::Topic',
        Properties: { DisplayName: { 'Fn::ImportValue': `${environment}-Network:Vpc` } },
      },
    },
    { Topic: { Ref: 'Topic' } },
  );
  await deploy(`${environment}-Service`, {
    Uploads: { Type: 'AWS::S3::Bucket', Properties: { BucketName: bucket } },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { 'Fn::ImportValue': `${environment}-Data:Topic` } } },
  });
}

async function teardown(
  args: readonly string[] = ['Dev', '--yes', 'Dev'],
  more: Partial<CommandLine> = {},
): Promise<{ readonly exitCode: number; readonly said: string }> {
  const said: string[] = [];
  const exitCode = await main([...args, ...profiles, '--pipeline-unseen'], {
    configuration: () => parseConfiguration(europeData, {}),
    interactive: false,
    say: (line) => said.push(line),
    ask: () => Promise.reject(new Error('somebody was asked')),
    signal: new AbortController().signal,
    pauseMs: 100,
    print: (text) => said.push(text),
    printError: (text) => said.push(text),
    ...more,
  });
  return { exitCode, said: said.join('\n') };
}

const states = (environment: string) =>
  Promise.all(['Network', 'Data', 'Service'].map((part) => statusOf(`${environment}-${part}`)));

const whole = ['CREATE_COMPLETE', 'CREATE_COMPLETE', 'CREATE_COMPLETE'];
const none = [undefined, undefined, undefined];

describe('a teardown (emulator)', () => {
  test('leaves another environment as it is; interrupted it goes on; twice it is down already, and knows what it left', async () => {
    await deployAll('Dev');
    await deployAll('Qa');
    expect(await states('Dev')).toEqual(whole);

    const controller = new AbortController();
    const interrupted = await teardown(undefined, {
      signal: controller.signal,
      pauseMs: 60_000,
      say: (line) => line.startsWith('Dev-Service: deletion begun') && controller.abort('SIGINT'),
    });
    expect(interrupted.exitCode).toBe(130);
    await eventually('the begun deletion ends by itself', async () => (await statusOf('Dev-Service')) === undefined);
    expect(await states('Dev')).toEqual(['CREATE_COMPLETE', 'CREATE_COMPLETE', undefined]);

    const end = await teardown();
    expect(end.said).toContain('Dev is down: 2 stacks are gone');
    expect(end.exitCode).toBe(0);
    expect(await states('Dev')).toEqual(none);
    expect(await states('Qa')).toEqual(whole);

    const twice = await teardown();
    expect(twice.exitCode).toBe(0);
    expect(twice.said).toContain('Dev is down already');
    expect(twice.said).toMatch(/AWS::KMS::Key, 1:[\s\S]*schedule-key-deletion/);
    expect(twice.said).toMatch(/snapshot \S+ of tap-dev, available/);
  });

  test('deletes nothing while something is protected', async () => {
    const protect = async (on: boolean) => {
      await cloudFormation().send(
        new UpdateTerminationProtectionCommand({ StackName: 'Qa-Service', EnableTerminationProtection: on }),
      );
      const rds = new RDSClient(planter(account, region));
      await rds.send(new ModifyDBClusterCommand({ DBClusterIdentifier: 'tap-qa', DeletionProtection: on }));
      const { DBClusters } = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: 'tap-qa' }));
      expect(DBClusters?.[0]?.DeletionProtection ?? false).toBe(on);
    };
    const place = ['--account', account, '--region', region];
    await protect(true);
    const refused = await teardown(['Qa', '--yes', 'Qa', ...place]);
    expect(refused.exitCode).toBe(1);
    expect(refused.said).toMatch(
      /TAP6506[\s\S]*--stack-name Qa-Service[\s\S]*no-deletion-protection|TAP6506[\s\S]*no-deletion-protection[\s\S]*--stack-name Qa-Service/,
    );
    expect(await states('Qa')).toEqual(whole);
    await protect(false);
    const shown = await teardown(['Qa', '--show', ...place]);
    expect(shown.exitCode).toBe(0);
    expect(shown.said).not.toContain('TAP6506');
  });

  test('that meets a network which is still in use names it; cleared, it goes', async () => {
    const ec2 = new EC2Client(planter(account, region));
    const { Exports = [] } = await cloudFormation().send(new ListExportsCommand({}));
    const VpcId = Exports.find(({ Name }) => Name === 'Qa-Network:Vpc')?.Value ?? '';
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24' }));
    const args = ['Qa', '--yes', 'Qa', '--account', account, '--region', region];
    const stopped = await teardown(args);
    expect(stopped.exitCode).toBe(1);
    expect(stopped.said).toContain(`AWS::EC2::VPC Vpc (${VpcId}): `);
    expect(stopped.said).toMatch(/to do: .*describe-network-interfaces .*vpc-id/);
    expect(await states('Qa')).toEqual(['DELETE_FAILED', undefined, undefined]);
    await ec2.send(new DeleteSubnetCommand({ SubnetId: Subnet?.SubnetId }));
    expect((await teardown(args)).exitCode).toBe(0);
    expect(await states('Qa')).toEqual(none);
  });
});
