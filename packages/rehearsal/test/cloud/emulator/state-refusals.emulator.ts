import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { account, type CloudOfTest, cloudWith, functionRole, region } from './cloud-of-test';

let under: CloudOfTest;

beforeAll(async () => {
  under = await cloudWith({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } });
}, 120_000);

afterAll(() => under?.stop(), 60_000);

/** What a deployment fails with; `nothing` if it does not. */
async function refusalOf(stack: string, template: object): Promise<string> {
  const failed: unknown = await under.deploy(stack, template).then(
    () => 'nothing',
    (error) => error,
  );
  return failed instanceof Error ? failed.message : String(failed);
}

/** Why a deleted stack still stands; undefined if it is gone. */
async function deletionOf(StackName: string): Promise<string | undefined> {
  const client = new CloudFormationClient(under.client);
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    await client.send(new DeleteStackCommand({ StackName }));
    const id = { StackName: Stacks?.[0]?.StackId };
    // The gateway answers when the stack is at rest.
    await client.send(new DescribeStacksCommand(id));
    const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand(id));
    if (StackEvents[0]?.ResourceStatus !== 'DELETE_FAILED') return undefined;
    const failed = StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'DELETE_FAILED');
    return failed.map((one) => `${one.LogicalResourceId}: ${one.ResourceStatusReason}`).join('\n');
  } finally {
    client.destroy();
  }
}

const topic = { Type: 'AWS::SNS::Topic' };

describe('a resource that the template names', () => {
  // https://github.com/awsdocs/aws-cloudformation-user-guide/issues/927
  const configuration = (mode: string, Name: string) => ({
    Resources: {
      Safe: { Type: 'AWS::EMR::SecurityConfiguration', Properties: { Name, SecurityConfiguration: { mode } } },
    },
  });
  const group = (GroupDescription: string, GroupName?: string) => ({
    Resources: { Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription, GroupName } } },
  });

  test('is not replaced under that name, also if the emulator does not know its type', async () => {
    await under.deploy('Safe', configuration('SSE-S3', 'safe'));
    expect(await refusalOf('Safe', configuration('SSE-KMS', 'safe'))).toMatch(
      /^TAP4310: Safe \(AWS::EMR::SecurityConfiguration\) UPDATE_FAILED: CloudFormation cannot update a stack when a custom-named resource requires replacing\. Rename safe and update the stack again\. \[https:.*\]\nStack Safe ended as UPDATE_ROLLBACK_COMPLETE/,
    );
    expect(await refusalOf('Safe', configuration('SSE-KMS', 'safer'))).toBe('nothing');
    await under.deploy('Grouped', group('one', 'doors'));
    expect(await refusalOf('Grouped', group('two', 'doors'))).toMatch(/Group .*UPDATE_FAILED: .*Rename doors and/);
    expect(await refusalOf('Grouped', group('two', 'gates'))).toBe('nothing');
  });

  test('is replaced without a name, which is told', async () => {
    await under.deploy('Nameless', group('one'));
    expect(await refusalOf('Nameless', group('two'))).toBe('nothing');
    expect(under.warnings).toContainEqual(
      expect.stringMatching(
        /^TAP4314: Group \(AWS::EC2::SecurityGroup\) of Nameless .* replaces it .* GroupDescription/,
      ),
    );
  });
});

describe('an export that another stack imports', () => {
  const exporting = (Value: unknown, Name = 'Shared') => ({
    Resources: { Topic: topic },
    Outputs: { Shared: { Value, Export: { Name } } },
  });
  const importing = {
    Resources: { Topic: { ...topic, Properties: { DisplayName: { 'Fn::ImportValue': { 'Fn::Sub': 'Shared' } } } } },
  };

  test('keeps its value and stays, until nobody imports it', async () => {
    await under.deploy('Exporter', exporting('one'));
    expect(await refusalOf('Exporter', exporting('two'))).toBe('nothing');
    await under.deploy('Importer', importing);
    expect(await refusalOf('Exporter', exporting('three'))).toMatch(
      /Exporter \(AWS::CloudFormation::Stack\) UPDATE_FAILED: Export Shared cannot be updated as it is in use by Importer.*\n.*UPDATE_ROLLBACK_COMPLETE/,
    );
    expect(await refusalOf('Exporter', exporting('two', 'Renamed'))).toMatch(
      /Export Shared cannot be deleted as it is in use by Importer/,
    );
    expect(await refusalOf('Exporter', exporting('two'))).toBe('nothing');
    await under.deploy('Importer', { Resources: { Topic: topic } });
    expect(await refusalOf('Exporter', exporting('three'))).toBe('nothing');
  });

  test('has a name of its own, which is free when nobody exports it any more', async () => {
    await under.deploy('Owner', exporting('one', 'Own'));
    expect(await refusalOf('Second-Owner', exporting('two', 'Own'))).toMatch(
      /Export with name Own is already exported by stack Owner/,
    );
    await under.deploy('Owner', exporting('one', 'Other'));
    const lost = { Resources: { Topic: { ...topic, Properties: { DisplayName: { 'Fn::ImportValue': 'Own' } } } } };
    expect(await refusalOf('Late', lost)).toMatch(/Own/);
  });
});

describe('a name', () => {
  const cluster = (ClusterName: string, policy = {}) => ({
    Resources: { Topic: topic, Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName }, ...policy } },
  });

  test("of another stack's resource, or of one that was left behind, fails the change set", async () => {
    await under.deploy('First', cluster('only', { DeletionPolicy: 'Retain' }));
    const taken =
      /^TAP4311: .* for Second: The following hook\(s\)\/validation failed: \[AWS::EarlyValidation::ResourceExistenceCheck\].*\nCluster \(AWS::ECS::Cluster\): Resource of type 'AWS::ECS::Cluster' with identifier 'only' already exists\.$/;
    expect(await refusalOf('Second', cluster('only'))).toMatch(taken);
    await under.deploy('First', { Resources: { Topic: topic } });
    expect(await refusalOf('Second', cluster('only'))).toMatch(taken);
    expect(await refusalOf('Second', cluster('other'))).toBe('nothing');
  });

  test('that a stack has given back with its resource is free again', async () => {
    await under.deploy('Short', cluster('brief'));
    expect(await deletionOf('Short')).toBeUndefined();
    expect(await refusalOf('Long', cluster('brief'))).toBe('nothing');
    expect(await refusalOf('Long', cluster('renamed'))).toBe('nothing');
    expect(await refusalOf('Long', cluster('brief'))).toBe('nothing');
  });
});

describe('the deletion', () => {
  test('of what its service protects fails, until it protects it no more', async () => {
    const Properties = {
      TableName: 'safe',
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    };
    await under.deploy('Protected', { Resources: { Table: { Type: 'AWS::DynamoDB::Table', Properties } } });
    expect(await deletionOf('Protected')).toMatch(/Table: Resource cannot be deleted as it is currently protected/);
    const client = new DynamoDBClient(under.client);
    await client.send(new UpdateTableCommand({ TableName: 'safe', DeletionProtectionEnabled: false }));
    client.destroy();
    expect(await deletionOf('Protected')).toBeUndefined();
  });

  test('of a load balancer, a user pool and a cluster fails while they are protected', async () => {
    await under.deploy('Guarded', {
      Resources: {
        Balancer: {
          Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
          Properties: {
            Scheme: 'internal',
            LoadBalancerAttributes: [{ Key: 'deletion_protection.enabled', Value: 'true' }],
          },
        },
        Pool: { Type: 'AWS::Cognito::UserPool', Properties: { DeletionProtection: 'ACTIVE' } },
        Cluster: {
          Type: 'AWS::RDS::DBCluster',
          Properties: {
            DBClusterIdentifier: 'guarded',
            DeletionProtection: true,
            Engine: 'aurora-mysql',
            MasterUsername: 'someone',
            MasterUserPassword: 'not-a-secret-0',
          },
          DeletionPolicy: 'Delete',
        },
      },
    });
    const why = await deletionOf('Guarded');
    for (const id of ['Balancer', 'Pool', 'Cluster']) {
      expect(why).toMatch(new RegExp(`^${id}: .*(?:deletion protection|protected)`, 'm'));
    }
  });

  test('of a bucket with something in it fails, and of an empty one does not', async () => {
    const Buckets = Object.fromEntries(
      ['full', 'empty'].map((BucketName) => [BucketName, { Type: 'AWS::S3::Bucket', Properties: { BucketName } }]),
    );
    await under.deploy('Buckets', { Resources: Buckets });
    const client = new S3Client({ ...under.client, forcePathStyle: true });
    await client.send(new PutObjectCommand({ Bucket: 'full', Key: 'a', Body: 'b' }));
    client.destroy();
    expect(await deletionOf('Buckets')).toMatch(/^full: The bucket you tried to delete is not empty/m);
    expect(await deletionOf('Buckets')).not.toMatch(/^empty:/m);
  });
});

test('a bucket that the CDK empties goes with every version of what it held', async () => {
  const Bucket = {
    Type: 'AWS::S3::Bucket',
    Properties: { BucketName: 'emptied', VersioningConfiguration: { Status: 'Enabled' } },
  };
  const Empty = {
    Type: 'Custom::S3AutoDeleteObjects',
    Properties: { ServiceToken: 'arn', BucketName: { Ref: 'Bucket' } },
  };
  await under.deploy('Emptied', { Resources: { Bucket, Empty } });
  const client = new S3Client({ ...under.client, forcePathStyle: true });
  for (const Body of ['one', 'two']) await client.send(new PutObjectCommand({ Bucket: 'emptied', Key: 'a b', Body }));
  client.destroy();
  expect(await deletionOf('Emptied')).toBeUndefined();
});

test('a resource does not become one of another type under its logical id', async () => {
  await under.deploy('Typed', { Resources: { It: topic } });
  expect(await refusalOf('Typed', { Resources: { It: { Type: 'AWS::SQS::Queue' } } })).toMatch(
    /^TAP4311: .* for Typed: Update of resource type is not permitted\. .*\[It\]/,
  );
  expect(await refusalOf('Typed', { Resources: { Other: { Type: 'AWS::SQS::Queue' } } })).toBe('nothing');
});

test('a stack that is protected against termination stays, and a tag that is not to change', async () => {
  const RepositoryName = 'images';
  const Images = { Type: 'AWS::ECR::Repository', Properties: { RepositoryName, ImageTagMutability: 'IMMUTABLE' } };
  await under.deploy('Safe-Stack', { Resources: { Images } });
  const [client, ecr] = [new CloudFormationClient(under.client), new ECRClient(under.client)];
  const put = (text: string) =>
    ecr.send(
      new PutImageCommand({ repositoryName: RepositoryName, imageTag: 'v1', imageManifest: JSON.stringify({ text }) }),
    );
  await put('one');
  await expect(put('two')).rejects.toMatchObject({ name: 'ImageTagAlreadyExistsException' });
  const protect = { StackName: 'Safe-Stack', EnableTerminationProtection: true };
  await client.send(new UpdateTerminationProtectionCommand(protect));
  await expect(deletionOf('Safe-Stack')).rejects.toThrow('cannot be deleted while TerminationProtection is enabled');
  client.destroy();
  ecr.destroy();
});

describe('what others use', () => {
  const vpcOrigin = (team: string, Name = 'door') => ({
    Type: 'AWS::CloudFront::VpcOrigin',
    Properties: {
      VpcOriginEndpointConfig: { Name, Arn: { Ref: 'Balancer' } },
      Tags: [{ Key: 'team', Value: team }],
    },
  });
  const distribution = (VpcOriginId: unknown) => ({
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        Enabled: true,
        DefaultCacheBehavior: { TargetOriginId: 'o', ViewerProtocolPolicy: 'https-only' },
        Origins: [{ Id: 'o', DomainName: 'a.example.com', VpcOriginConfig: { VpcOriginId } }],
      },
    },
  });

  test('a VPC origin keeps even its tags while a distribution uses it, and goes when that uses another one', async () => {
    const Ref = (id: string) => ({ Ref: id });
    const Balancer = { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme: 'internal' } };
    await under.deploy('Edge', { Resources: { Balancer, Old: vpcOrigin('one'), Site: distribution(Ref('Old')) } });
    expect(
      await refusalOf('Edge', { Resources: { Balancer, Old: vpcOrigin('two'), Site: distribution(Ref('Old')) } }),
    ).toMatch(/Old \(AWS::CloudFront::VpcOrigin\) UPDATE_FAILED: .*disassociate the VPC origin .*Edge\/Site/);
    expect(
      await refusalOf('Edge', {
        Resources: { Balancer, New: vpcOrigin('two', 'other-door'), Site: distribution(Ref('New')) },
      }),
    ).toBe('nothing');
    expect(await deletionOf('Edge')).toBeUndefined();
  });

  test('a security group has no room for a second rule by the list of CloudFront', async () => {
    const from = (port: number) => ({
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: {
        GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] },
        IpProtocol: 'tcp',
        FromPort: port,
        ToPort: port,
        SourcePrefixListId: 'pl-4fa04526',
      },
    });
    const Group = { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'doors' } };
    await under.deploy('Doors', { Resources: { Group, Http: from(80) } });
    expect(await refusalOf('Doors', { Resources: { Group, Https: from(443) } })).toMatch(
      /Https \(AWS::EC2::SecurityGroupIngress\) (?:CREATE|UPDATE)_FAILED: The maximum number of rules per security group/,
    );
    expect(await refusalOf('Doors', { Resources: { Group, Http: from(80), Topic: topic } })).toBe('nothing');
  });

  test('a stack stays while another one imports from it', async () => {
    const Outputs = { A: { Value: 'a', Export: { Name: 'Kept' } } };
    await under.deploy('Giver', { Resources: { Topic: topic }, Outputs });
    const DisplayName = { 'Fn::ImportValue': 'Kept' };
    await under.deploy('Taker', { Resources: { Topic: { ...topic, Properties: { DisplayName } } } });
    await expect(deletionOf('Giver')).rejects.toThrow('Export Kept cannot be deleted as it is in use by Taker');
    expect(await deletionOf('Taker')).toBeUndefined();
    expect(await deletionOf('Giver')).toBeUndefined();
  });
});

describe('a role', () => {
  const aFunction = (Role: unknown) => ({
    Type: 'AWS::Lambda::Function',
    Properties: { Runtime: 'python3.12', Handler: 'index.handler', Role, Code: { ZipFile: 'def handler(e, c): pass' } },
  });
  const arn = (name: string) => `arn:aws:iam::${account}:role/${name}`;

  test('that Lambda can not take fails the function', async () => {
    const words =
      /It \(AWS::Lambda::Function\) CREATE_FAILED: The role defined for the function cannot be assumed by Lambda/;
    expect(await refusalOf('Bad', { Resources: { It: aFunction(arn('nobody')) } })).toMatch(words);
    const Role = { 'Fn::GetAtt': ['Role', 'Arn'] };
    expect(await refusalOf('Good', { Resources: { Role: functionRole, It: aFunction(Role) } })).toBe('nothing');
  });

  test('that CloudFormation can not take fails the change set', async () => {
    const by = (roleArn: string) =>
      under.cloud.deployStack(
        {
          ...{
            environment: 'Alpha',
            account,
            region,
            stack: 'ByRole',
            parameters: {},
            tags: {},
            capabilities: [],
            roleArn,
          },
          template: JSON.stringify({ Resources: { Topic: topic } }),
          caller: { name: 'job Alpha/Check', account, region },
        },
        new AbortController().signal,
      );
    await expect(by(arn('nobody'))).rejects.toThrow(/^TAP4311: .*Role .*nobody is invalid or cannot be assumed/);
    expect((await by(arn(`cdk-hnb659fds-cfn-exec-role-${account}-${region}`))).status).toBe('CREATE_COMPLETE');
  });
});

describe('a first creation that fails', () => {
  const failing = (policies: object) => ({
    Resources: {
      Kept: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'kept' }, ...policies },
      Bad: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: 'nobody' }, DependsOn: 'Kept' },
    },
  });

  test('leaves a stack that can not be updated, and behind it what is retained', async () => {
    expect(await refusalOf('Broken', failing({ DeletionPolicy: 'Retain' }))).toMatch(/ended as ROLLBACK_COMPLETE/);
    expect(await refusalOf('Broken', { Resources: { Topic: topic } })).toMatch(
      /^TAP4311: .*Stack:arn:.*\/Broken\/.* is in ROLLBACK_COMPLETE state and can not be updated\./,
    );
    expect(await deletionOf('Broken')).toBeUndefined();
    expect(await refusalOf('Broken', failing({}))).toMatch(/Kept \(AWS::Logs::LogGroup\): .*'kept' already exists/);
  });

  test('leaves nothing of what is retained except on create', async () => {
    const policies = { DeletionPolicy: 'RetainExceptOnCreate' };
    const named = JSON.parse(JSON.stringify(failing(policies)).replaceAll('"kept"', '"brief"'));
    for (const stack of ['Once', 'Twice']) expect(await refusalOf(stack, named)).toMatch(/ROLLBACK_COMPLETE/);
  });
});

test('what is replaced under a policy that retains it stays, and its name stays taken', async () => {
  const group = (LogGroupName: string) => ({
    Resources: { Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName }, UpdateReplacePolicy: 'Retain' } },
  });
  await under.deploy('Log', group('first'));
  await under.deploy('Log', group('second'));
  expect(await refusalOf('Other', group('first'))).toMatch(/'first' already exists/);
});
