import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  CloudFrontClient,
  CreateFunctionCommand,
  CreateOriginAccessControlCommand,
  CreateResponseHeadersPolicyCommand,
  CreateVpcOriginCommand,
} from '@aws-sdk/client-cloudfront';
import { CloudWatchClient, PutDashboardCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { CreateLoadBalancerCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateFunctionCommand as CreateLambdaCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateDBClusterCommand, RDSClient } from '@aws-sdk/client-rds';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { eventually } from '../../../../packages/rehearsal/test/cloud/fixtures/eventually';
import type { AssemblyStack } from '../../../../scripts/build/assembly';
import { namesTaken } from '../../../../scripts/doctor/looks/names-taken';
import { emulated, type Planter } from '../emulated';
import { devAccount, pipelineAccount, stack } from '../subject';

const { planter, look } = emulated();
const one = (Type: string, Properties: Readonly<Record<string, unknown>>) => ({ Type, Properties });
const network = stack('Dev-Network', { Logs: one('AWS::Logs::LogGroup', { LogGroupName: 'tap-dev-logs' }) });
const data = stack('Dev-Data', {
  Cluster: one('AWS::RDS::DBCluster', { DBClusterIdentifier: 'tap-dev' }),
  Role: one('AWS::IAM::Role', { RoleName: 'tap-dev-role' }),
});
const pipeline = stack('PipelineStack', { Images: one('AWS::ECR::Repository', { RepositoryName: 'tap/shop' }) });

/** Types and names of the stacks that are taken; every type of a stack is seen. */
async function taken(...stacks: readonly AssemblyStack[]): Promise<readonly string[]> {
  const { findings, unseen, seen } = await look(namesTaken, { stacks });
  const types = stacks.flatMap(({ template }) => Object.keys(template.Resources));
  expect({ unseen, seen: seen.length }).toEqual({ unseen: [], seen: types.length });
  return findings.map(({ what }) => what.split(' exists ')[0] ?? '');
}

test('names are free until somebody else holds them (emulator)', async () => {
  expect(await taken(pipeline, network, data)).toEqual([]);

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
  expect(await taken(pipeline, network, data)).toEqual([]);

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
  expect([...(await taken(pipeline, network, data))].sort()).toEqual([
    'AWS::ECR::Repository tap/shop',
    'AWS::IAM::Role tap-dev-role',
    'AWS::RDS::DBCluster tap-dev',
  ]);
});

/** One of each named type that the emulator makes, each with a name and all that its creation takes. */
const everything = {
  Role: one('AWS::IAM::Role', {
    RoleName: 'tap-dev-own-role',
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
  }),
  Logs: one('AWS::Logs::LogGroup', { LogGroupName: '/tap-dev-own/logs' }),
  Images: one('AWS::ECR::Repository', { RepositoryName: 'tap-own/shop' }),
  Cluster: one('AWS::RDS::DBCluster', {
    DBClusterIdentifier: 'tap-dev-own',
    Engine: 'aurora-mysql',
    MasterUsername: 'admin',
    MasterUserPassword: 'secret-of-the-test',
  }),
  Key: one('AWS::KMS::Key', { KeyPolicy: { Version: '2012-10-17', Statement: [] } }),
  Alias: one('AWS::KMS::Alias', { AliasName: 'alias/tap-dev-own', TargetKeyId: { Ref: 'Key' } }),
  Stream: one('AWS::KinesisFirehose::DeliveryStream', {
    DeliveryStreamName: 'amazon-apigateway-tap-dev-own',
    S3DestinationConfiguration: {
      RoleARN: `arn:aws:iam::${devAccount}:role/firehose`,
      BucketARN: 'arn:aws:s3:::tap-dev-own-logs',
    },
  }),
  Bucket: one('AWS::S3::Bucket', { BucketName: 'tap-dev-own-logs' }),
  Alarm: one('AWS::CloudWatch::Alarm', {
    AlarmName: 'tap-dev-own-errors',
    Namespace: 'Test',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
  }),
  Dashboard: one('AWS::CloudWatch::Dashboard', { DashboardName: 'tap-dev-own', DashboardBody: '{"widgets":[]}' }),
  Function: one('AWS::CloudFront::Function', {
    Name: 'tap-dev-own-page',
    AutoPublish: true,
    FunctionConfig: { Comment: 'test', Runtime: 'cloudfront-js-2.0' },
    FunctionCode: 'function handler(event) { return event.request; }',
  }),
  Access: one('AWS::CloudFront::OriginAccessControl', {
    OriginAccessControlConfig: {
      Name: 'tap-dev-own-access',
      OriginAccessControlOriginType: 's3',
      SigningBehavior: 'always',
      SigningProtocol: 'sigv4',
    },
  }),
  Headers: one('AWS::CloudFront::ResponseHeadersPolicy', {
    ResponseHeadersPolicyConfig: {
      Name: 'tap-dev-own-headers',
      SecurityHeadersConfig: { ContentTypeOptions: { Override: true } },
    },
  }),
};

test('names that our own stack holds are its own, whatever they are of, and taken for another stack (emulator)', async () => {
  const { Key, ...named } = everything;
  const client = new CloudFormationClient(planter(devAccount));
  await client.send(
    new CreateStackCommand({ StackName: 'Dev-Service', TemplateBody: JSON.stringify({ Resources: everything }) }),
  );
  await eventually('the stack is complete', async () => {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'Dev-Service' }));
    return Stacks?.[0]?.StackStatus === 'CREATE_COMPLETE';
  });
  expect(await taken(stack('Dev-Service', named))).toEqual([]);
  expect(await taken(stack('Dev-Api', named))).toHaveLength(Object.keys(named).length);
});

const watchers = stack('Dev-Observability', {
  Alarm: one('AWS::CloudWatch::Alarm', { AlarmName: 'tap-dev-errors' }),
  Dashboard: one('AWS::CloudWatch::Dashboard', { DashboardName: 'tap-dev' }),
  Alias: one('AWS::KMS::Alias', { AliasName: 'alias/tap-dev' }),
  Stream: one('AWS::KinesisFirehose::DeliveryStream', { DeliveryStreamName: 'amazon-apigateway-tap-dev' }),
  Bucket: one('AWS::S3::Bucket', { BucketName: 'tap-dev-logs' }),
  Rotation: one('AWS::SecretsManager::RotationSchedule', {
    HostedRotationLambda: { RotationLambdaName: 'tap-dev-rotate-master' },
  }),
});
const edge = stack('Dev-Edge', {
  Function: one('AWS::CloudFront::Function', { Name: 'tap-dev-page' }),
  Access: one('AWS::CloudFront::OriginAccessControl', { OriginAccessControlConfig: { Name: 'tap-dev-access' } }),
  Headers: one('AWS::CloudFront::ResponseHeadersPolicy', { ResponseHeadersPolicyConfig: { Name: 'tap-dev-headers' } }),
  Origin: one('AWS::CloudFront::VpcOrigin', { VpcOriginEndpointConfig: { Name: 'tap-dev-origin' } }),
});

/** Holds all names of watchers and edge, each with a suffix. */
async function hold(suffix: string): Promise<void> {
  const settings = planter(devAccount);
  const cloudWatch = new CloudWatchClient(settings);
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: `tap-dev-errors${suffix}`,
      Namespace: 'Test',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );
  await cloudWatch.send(
    new PutDashboardCommand({ DashboardName: `tap-dev${suffix}`, DashboardBody: JSON.stringify({ widgets: [] }) }),
  );
  const kms = new KMSClient(settings);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new CreateAliasCommand({ AliasName: `alias/tap-dev${suffix}`, TargetKeyId: KeyMetadata?.KeyId }));
  await new FirehoseClient(settings).send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: `amazon-apigateway-tap-dev${suffix}`,
      S3DestinationConfiguration: {
        RoleARN: `arn:aws:iam::${devAccount}:role/firehose`,
        BucketARN: 'arn:aws:s3:::tap-dev-logs',
      },
    }),
  );
  await new LambdaClient(settings).send(
    new CreateLambdaCommand({
      FunctionName: `tap-dev-rotate-master${suffix}`,
      Role: `arn:aws:iam::${devAccount}:role/rotation`,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: zipSync({ 'index.js': strToU8('exports.handler = () => {};') }) },
    }),
  );
  await new S3Client({ ...settings, forcePathStyle: true }).send(
    new CreateBucketCommand({
      Bucket: `tap-dev-logs${suffix}`,
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    }),
  );
  await holdAtTheEdge(settings, suffix);
}

async function holdAtTheEdge(settings: Planter, suffix: string): Promise<void> {
  const cloudFront = new CloudFrontClient(settings);
  await cloudFront.send(
    new CreateFunctionCommand({
      Name: `tap-dev-page${suffix}`,
      FunctionConfig: { Comment: 'test', Runtime: 'cloudfront-js-2.0' },
      FunctionCode: strToU8('function handler(event) { return event.request; }'),
    }),
  );
  await cloudFront.send(
    new CreateOriginAccessControlCommand({
      OriginAccessControlConfig: {
        Name: `tap-dev-access${suffix}`,
        OriginAccessControlOriginType: 's3',
        SigningBehavior: 'always',
        SigningProtocol: 'sigv4',
      },
    }),
  );
  await cloudFront.send(
    new CreateResponseHeadersPolicyCommand({
      ResponseHeadersPolicyConfig: {
        Name: `tap-dev-headers${suffix}`,
        SecurityHeadersConfig: { ContentTypeOptions: { Override: true } },
      },
    }),
  );
  const { LoadBalancers = [] } = await new ElasticLoadBalancingV2Client(settings).send(
    new CreateLoadBalancerCommand({ Name: `tap-dev${suffix}`, Scheme: 'internal' }),
  );
  await cloudFront.send(
    new CreateVpcOriginCommand({
      VpcOriginEndpointConfig: {
        Name: `tap-dev-origin${suffix}`,
        Arn: LoadBalancers[0]?.LoadBalancerArn,
        HTTPPort: 80,
        HTTPSPort: 443,
        OriginProtocolPolicy: 'http-only',
      },
    }),
  );
}

test('names of alarms, dashboards, aliases, streams, functions, buckets and parts of a distribution are free while others are like them, and taken when they are held (emulator)', async () => {
  await hold('-other');
  expect(await taken(watchers, edge)).toEqual([]);
  await hold('');
  expect([...(await taken(watchers, edge))].sort()).toEqual([
    'AWS::CloudFront::Function tap-dev-page',
    'AWS::CloudFront::OriginAccessControl tap-dev-access',
    'AWS::CloudFront::ResponseHeadersPolicy tap-dev-headers',
    'AWS::CloudFront::VpcOrigin tap-dev-origin',
    'AWS::CloudWatch::Alarm tap-dev-errors',
    'AWS::CloudWatch::Dashboard tap-dev',
    'AWS::KMS::Alias alias/tap-dev',
    'AWS::KinesisFirehose::DeliveryStream amazon-apigateway-tap-dev',
    'AWS::Lambda::Function tap-dev-rotate-master',
    'AWS::S3::Bucket tap-dev-logs',
  ]);
});
