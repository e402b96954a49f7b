import type { Region } from '../../lib/config/regions';
import { zoneTable } from '../../lib/config/zones';
import { knownQuotas } from '../../scripts/build/quotas/table';
import { queryAnswer, type RecordedAnswer, type RecordedCall } from './recorded-aws';

/** More than any configuration needs. */
const plenty = 1_000_000;

const linkedServices = [
  'ecs',
  'ecs.application-autoscaling',
  'elasticloadbalancing',
  'rds',
  'ops.apigateway',
  'vpcorigin.cloudfront',
  'wafv2',
];

function error(name: string, status = 404): RecordedAnswer {
  return { error: name, message: 'there is none', status };
}

function role({ input }: RecordedCall): RecordedAnswer {
  if (!String(input.RoleName).startsWith('cdk-')) return error('NoSuchEntity');
  const trust = { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } }] };
  const document = encodeURIComponent(JSON.stringify(trust));
  return queryAnswer(
    'GetRole',
    `<Role><RoleName>r</RoleName><AssumeRolePolicyDocument>${document}</AssumeRolePolicyDocument></Role>`,
  );
}

function regions({ input }: RecordedCall): RecordedAnswer {
  const names = Object.entries(input).flatMap(([key, value]) => (key.startsWith('RegionName.') ? [value] : []));
  const items = names.map((name) => `<item><regionName>${name}</regionName><optInStatus>opted-in</optInStatus></item>`);
  return { xml: `<DescribeRegionsResponse><regionInfo>${items.join('')}</regionInfo></DescribeRegionsResponse>` };
}

function zones({ region }: RecordedCall): RecordedAnswer {
  const items = Object.keys(zoneTable[region as Region]).map(
    (id) => `<item><zoneId>${id}</zoneId><zoneState>available</zoneState></item>`,
  );
  return {
    xml: `<DescribeAvailabilityZonesResponse><availabilityZoneInfo>${items.join('')}</availabilityZoneInfo></DescribeAvailabilityZonesResponse>`,
  };
}

function list(name: string): RecordedAnswer {
  return {
    xml: `<${name}><Marker/><MaxItems>100</MaxItems><IsTruncated>false</IsTruncated><Quantity>0</Quantity></${name}>`,
  };
}

const identity = ({ accessKey }: RecordedCall) =>
  queryAnswer(
    'GetCallerIdentity',
    `<Arn>arn:aws:iam::${accessKey}:user/ann</Arn><UserId>AIDA</UserId><Account>${accessKey}</Account>`,
  );

const quota = { json: { Quota: { Value: plenty } } };
const connection = { json: { Connection: { ConnectionStatus: 'AVAILABLE' } } };
const listedRoles = linkedServices
  .map((service) => `<member><Path>/aws-service-role/${service}.amazonaws.com/</Path><RoleName>r</RoleName></member>`)
  .join('');
const images = Array.from({ length: 20 }, (_, index) => ({ name: `aws/codebuild/standard:${index + 1}.0` }));

/** What a fresh account answers that lacks nothing, by operation: bootstrapped, and nothing deployed yet. */
const answers: Readonly<Record<string, RecordedAnswer | ((call: RecordedCall) => RecordedAnswer)>> = {
  'sts GetCallerIdentity': identity,
  'ec2 DescribeRegions': regions,
  'ec2 DescribeAvailabilityZones': zones,
  'ssm GetParameter': { json: { Parameter: { Value: '99' } } },
  'iam GetRole': role,
  'iam ListRoles': queryAnswer('ListRoles', `<Roles>${listedRoles}</Roles><IsTruncated>false</IsTruncated>`),
  'codeconnections GetConnection': connection,
  'codestar-connections GetConnection': connection,
  'codecommit GetRepository': { json: { repositoryMetadata: {} } },
  'codecommit GetBranch': { json: { branch: {} } },
  'servicequotas GetServiceQuota': quota,
  'servicequotas ListServiceQuotas': { json: { Quotas: [] } },
  'servicequotas ListAWSDefaultServiceQuotas': {
    json: { Quotas: knownQuotas.map(({ name }) => ({ QuotaName: name, Value: plenty })) },
  },
  'rds DescribeDBEngineVersions': queryAnswer(
    'DescribeDBEngineVersions',
    '<DBEngineVersions><DBEngineVersion><Status>available</Status></DBEngineVersion></DBEngineVersions>',
  ),
  'rds DescribeOrderableDBInstanceOptions': queryAnswer(
    'DescribeOrderableDBInstanceOptions',
    '<OrderableDBInstanceOptions><OrderableDBInstanceOption/></OrderableDBInstanceOptions>',
  ),
  'rds DescribeDBClusters': error('DBClusterNotFoundFault'),
  'rds DescribeDBProxies': error('DBProxyNotFoundFault'),
  'codebuild ListCuratedEnvironmentImages': { json: { platforms: [{ languages: [{ images }] }] } },
  'codebuild BatchGetReportGroups': { json: { reportGroups: [] } },
  'cloudformation DescribeStacks': queryAnswer('DescribeStacks', '<Stacks/>'),
  'cloudtrail DescribeTrails': { json: { trailList: [{ TrailARN: 'arn:aws:cloudtrail:us-east-1:1:trail/all' }] } },
  'cloudtrail GetTrailStatus': { json: { IsLogging: true } },
  'kms ListAliases': { json: { Aliases: [], Truncated: false } },
  'firehose DescribeDeliveryStream': error('ResourceNotFoundException', 400),
  'monitoring DescribeAlarms': { json: { MetricAlarms: [], CompositeAlarms: [] } },
  'monitoring GetDashboard': error('DashboardNotFoundError'),
  'cloudfront GET /2020-05-31/origin-access-control': list('OriginAccessControlList'),
  'cloudfront GET /2020-05-31/response-headers-policy': list('ResponseHeadersPolicyList'),
  'cloudfront GET /2020-05-31/vpc-origin': list('VpcOriginList'),
  'logs DescribeLogGroups': { json: { logGroups: [] } },
  'codepipeline GetPipeline': error('PipelineNotFoundException', 400),
  'codepipeline GetPipelineState': error('PipelineNotFoundException', 400),
  'ecr DescribeRepositories': error('RepositoryNotFoundException', 400),
};

/** A bucket that a pipeline can fetch from; those that stacks are to make are not there yet. */
function bucket({ what, input }: RecordedCall): RecordedAnswer {
  if (what.startsWith('s3 HEAD /pipelinestack')) return error('NotFound');
  if ('versioning' in input)
    return { xml: '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>' };
  if ('notification' in input)
    return { xml: '<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>' };
  return { xml: 'encryption' in input ? '<ServerSideEncryptionConfiguration/>' : '' };
}

/** Fresh accounts that lack nothing. */
export function healthyAws(call: RecordedCall): RecordedAnswer | undefined {
  if (call.what.startsWith('s3 ')) return bucket(call);
  if (call.what.startsWith('lambda GET ')) return error('ResourceNotFoundException');
  if (call.what.startsWith('cloudfront GET /2020-05-31/function/')) return error('NoSuchFunctionExists');
  const answer = answers[call.what];
  return typeof answer === 'function' ? answer(call) : answer;
}
