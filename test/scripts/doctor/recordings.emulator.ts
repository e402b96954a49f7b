import { healthyAws } from '../../helpers/healthy-aws';
import { expectReadAsMeant, type Meant } from '../../helpers/read-as-meant';
import { type RecordedAws, recordedAws } from '../../helpers/recorded-aws';

const connection = 'arn:aws:codeconnections:eu-west-1:111111111111:connection/00000000-0000-0000-0000-000000000000';
const emptyList = { Marker: '', MaxItems: 100, IsTruncated: false, Quantity: 0 };
const { Marker: _, IsTruncated: __, ...emptyPolicies } = emptyList;
/** What the doctor asks, with what the models make of the recorded answer. */
const asked: readonly Meant[] = [
  [['sts', 'get_caller_identity', {}], expect.objectContaining({ Account: '111111111111' })],
  [
    ['ec2', 'describe_regions', { RegionNames: ['eu-west-1'] }],
    { Regions: [{ RegionName: 'eu-west-1', OptInStatus: 'opted-in' }] },
  ],
  [
    ['ec2', 'describe_availability_zones', {}],
    { AvailabilityZones: expect.arrayContaining([{ ZoneId: 'euw1-az1', State: 'available' }]) },
  ],
  [['ssm', 'get_parameter', { Name: 'version' }], { Parameter: { Value: '99' } }],
  [
    ['iam', 'get_role', { RoleName: 'cdk-role' }],
    {
      Role: expect.objectContaining({
        AssumeRolePolicyDocument: { Statement: [expect.objectContaining({ Effect: 'Allow' })] },
      }),
    },
  ],
  [['iam', 'get_role', { RoleName: 'tap-dev' }], 'NoSuchEntityException'],
  [
    ['iam', 'list_roles', {}],
    expect.objectContaining({
      Roles: expect.arrayContaining([expect.objectContaining({ Path: '/aws-service-role/ecs.amazonaws.com/' })]),
    }),
  ],
  [
    ['codeconnections', 'get_connection', { ConnectionArn: connection }],
    { Connection: { ConnectionStatus: 'AVAILABLE' } },
  ],
  [
    ['codestar-connections', 'get_connection', { ConnectionArn: connection }],
    { Connection: { ConnectionStatus: 'AVAILABLE' } },
  ],
  [
    ['service-quotas', 'get_service_quota', { ServiceCode: 'vpc', QuotaCode: 'L-F678F1CE' }],
    { Quota: { Value: expect.any(Number) } },
  ],
  [
    ['service-quotas', 'list_aws_default_service_quotas', { ServiceCode: 'vpc' }],
    { Quotas: expect.arrayContaining([{ QuotaName: 'VPCs per Region', Value: expect.any(Number) }]) },
  ],
  [['rds', 'describe_db_engine_versions', {}], { DBEngineVersions: [{ Status: 'available' }] }],
  [['rds', 'describe_orderable_db_instance_options', { Engine: 'aurora-mysql' }], { OrderableDBInstanceOptions: [{}] }],
  [['rds', 'describe_db_clusters', { DBClusterIdentifier: 'tap-dev' }], 'DBClusterNotFoundFault'],
  [['rds', 'describe_db_proxies', { DBProxyName: 'tap-dev' }], 'DBProxyNotFoundFault'],
  [
    ['codebuild', 'list_curated_environment_images', {}],
    { platforms: [{ languages: [{ images: expect.arrayContaining([{ name: 'aws/codebuild/standard:7.0' }]) }] }] },
  ],
  [['codebuild', 'batch_get_report_groups', { reportGroupArns: ['arn'] }], { reportGroups: [] }],
  [['cloudformation', 'describe_stacks', {}], { Stacks: [] }],
  [['cloudtrail', 'describe_trails', {}], { trailList: [{ TrailARN: expect.stringContaining(':trail/') }] }],
  [['cloudtrail', 'get_trail_status', { Name: 'all' }], { IsLogging: true }],
  [['logs', 'describe_log_groups', {}], { logGroups: [] }],
  [['kms', 'list_aliases', {}], { Aliases: [], Truncated: false }],
  [['firehose', 'describe_delivery_stream', { DeliveryStreamName: 'tap-dev' }], 'ResourceNotFoundException'],
  [['cloudfront', 'describe_function', { Name: 'tap-dev', Stage: 'DEVELOPMENT' }], 'NoSuchFunctionExists'],
  [['cloudfront', 'list_origin_access_controls', {}], { OriginAccessControlList: emptyList }],
  [['cloudfront', 'list_response_headers_policies', { Type: 'custom' }], { ResponseHeadersPolicyList: emptyPolicies }],
  [['cloudfront', 'list_vpc_origins', {}], { VpcOriginList: emptyList }],
  [['codepipeline', 'get_pipeline', { name: 'tap-delivery' }], 'PipelineNotFoundException'],
  [['codepipeline', 'get_pipeline_state', { name: 'tap-delivery' }], 'PipelineNotFoundException'],
  [['ecr', 'describe_repositories', { repositoryNames: ['tap/shop'] }], 'RepositoryNotFoundException'],
  [['lambda', 'get_function_configuration', { FunctionName: 'rotate' }], 'ResourceNotFoundException'],
  [['s3', 'get_bucket_versioning', { Bucket: 'shop-source' }], { Status: 'Enabled' }],
  [['s3', 'get_bucket_notification_configuration', { Bucket: 'shop-source' }], { EventBridgeConfiguration: {} }],
];

let aws: RecordedAws;
beforeAll(async () => {
  aws = await recordedAws();
  aws.play(healthyAws);
});
afterAll(() => aws.close());

test("the recorded answers are read by AWS's own service models as they were meant", async () => {
  await expectReadAsMeant(aws, asked);
}, 120_000);
