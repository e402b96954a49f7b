import {
  buildsSideBySide,
  countOf,
  fargateVcpus,
  interfaceEndpointsOfVpc,
  type Measure,
  natGatewaysOfZone,
  plannedRequestsPerSecond,
  rulesOfSecurityGroup,
} from './needs';

/** One limit of AWS, as a new account has it. */
export interface Quota {
  /** As Service Quotas names it. */
  readonly name: string;
  /** Service and quota code of Service Quotas, by which more is asked for; no quota code where none was found. */
  readonly service: string;
  readonly code?: string;
  /** Whether each region has the limit for itself, or the account has one for all. */
  readonly per: 'region' | 'account';
  /** The default; by region where it differs. */
  readonly limit: number | Readonly<Record<string, number>>;
  readonly measure: Measure;
  /** AWS's page with the default. */
  readonly source: string;
  /** What is good to know when it is short. */
  readonly note?: string;
  /** True: what exceeds it waits, as long as there is one. */
  readonly waits?: true;
}

/** When the defaults were looked up. */
export const asOf = '2026-11-29';

const vpc = 'https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html';
const ecs = 'https://docs.aws.amazon.com/general/latest/gr/ecs-service.html';
const elb = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html';
const rds = 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/CHAP_Limits.html';
const cloudfront = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html';
const waf = 'https://docs.aws.amazon.com/waf/latest/developerguide/limits.html';
const api = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html';
const codebuild = 'https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html';
const iam = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';

/** Some new accounts have none at all, and a build then fails at once instead of waiting. */
const builds = 'a new account may have 0, and every build then fails at once; further ones wait for their turn';

/**
 * Defaults of a new account, for whatever the stacks could exhaust. AWS raises some of them by itself as an account is
 * used, and has set some lower in new accounts than its pages say: Service Quotas shows the values in force.
 */
export const knownQuotas: readonly Quota[] = [
  {
    name: 'VPCs per Region',
    service: 'vpc',
    code: 'L-F678F1CE',
    per: 'region',
    limit: 5,
    measure: countOf('AWS::EC2::VPC'),
    source: vpc,
  },
  {
    name: 'Internet gateways per Region',
    service: 'vpc',
    code: 'L-A4707A72',
    per: 'region',
    limit: 5,
    measure: countOf('AWS::EC2::InternetGateway'),
    source: vpc,
  },
  {
    name: 'NAT gateways per Availability Zone',
    service: 'vpc',
    code: 'L-FE5A380F',
    per: 'region',
    limit: 5,
    measure: natGatewaysOfZone,
    source: vpc,
  },
  {
    name: 'EC2-VPC Elastic IPs',
    service: 'ec2',
    code: 'L-0263D0A3',
    per: 'region',
    limit: 5,
    measure: countOf('AWS::EC2::EIP'),
    source: vpc,
  },
  {
    name: 'Interface VPC endpoints per VPC',
    service: 'vpc',
    code: 'L-29B6F2EB',
    per: 'region',
    limit: 50,
    measure: interfaceEndpointsOfVpc,
    source: vpc,
  },
  {
    name: 'Inbound or outbound rules per security group',
    service: 'vpc',
    code: 'L-0EA8095F',
    per: 'region',
    limit: 60,
    measure: rulesOfSecurityGroup,
    source: vpc,
    note: "CloudFront's prefix list counts as 55 rules",
  },
  {
    name: 'Fargate On-Demand vCPU resource count',
    service: 'fargate',
    code: 'L-3032A538',
    per: 'region',
    limit: 6,
    measure: fargateVcpus,
    source: ecs,
  },
  {
    name: 'Application Load Balancers per Region',
    service: 'elasticloadbalancing',
    code: 'L-53DA6B97',
    per: 'region',
    limit: 50,
    measure: countOf('AWS::ElasticLoadBalancingV2::LoadBalancer'),
    source: elb,
  },
  {
    name: 'DB clusters',
    service: 'rds',
    code: 'L-952B80B8',
    per: 'region',
    limit: 40,
    measure: countOf('AWS::RDS::DBCluster'),
    source: rds,
  },
  {
    name: 'DB instances',
    service: 'rds',
    code: 'L-7B6409FD',
    per: 'region',
    limit: 40,
    measure: countOf('AWS::RDS::DBInstance'),
    source: rds,
  },
  {
    name: 'Proxies',
    service: 'rds',
    code: 'L-D94C7EA3',
    per: 'region',
    limit: 20,
    measure: countOf('AWS::RDS::DBProxy'),
    source: rds,
  },
  {
    name: 'VPC links(V2)',
    service: 'apigateway',
    code: 'L-608BDCD4',
    per: 'region',
    limit: 10,
    measure: countOf('AWS::ApiGatewayV2::VpcLink'),
    source: api,
  },
  {
    name: 'Throttle rate',
    service: 'apigateway',
    code: 'L-8A5B8E43',
    per: 'region',
    // Newer regions have 2,500; none of them can be configured yet.
    limit: {
      'us-east-1': 10_000,
      'us-east-2': 10_000,
      'us-west-2': 10_000,
      'eu-west-1': 10_000,
      'eu-west-2': 10_000,
      'eu-central-1': 10_000,
      'ap-southeast-1': 10_000,
      'ap-southeast-2': 10_000,
      'ap-northeast-1': 10_000,
    },
    measure: plannedRequestsPerSecond,
    source: api,
    note: 'in requests per second, for all APIs of the region',
  },
  {
    name: 'Concurrently running builds for Linux/Small environment',
    service: 'codebuild',
    code: 'L-9D07B6EF',
    per: 'region',
    limit: 1,
    measure: buildsSideBySide('BUILD_GENERAL1_SMALL'),
    source: codebuild,
    note: builds,
    waits: true,
  },
  {
    name: 'Concurrently running builds for Linux/Medium environment',
    service: 'codebuild',
    code: 'L-2DC20C30',
    per: 'region',
    limit: 1,
    measure: buildsSideBySide('BUILD_GENERAL1_MEDIUM'),
    source: codebuild,
    note: builds,
    waits: true,
  },
  {
    name: 'Web ACLs per Region',
    service: 'wafv2',
    per: 'region',
    limit: 100,
    measure: countOf('AWS::WAFv2::WebACL'),
    source: waf,
  },
  {
    name: 'Web distributions per account',
    service: 'cloudfront',
    code: 'L-24B04930',
    per: 'account',
    limit: 200,
    measure: countOf('AWS::CloudFront::Distribution'),
    source: cloudfront,
  },
  {
    name: 'Response headers policies per account',
    service: 'cloudfront',
    per: 'account',
    limit: 20,
    measure: countOf('AWS::CloudFront::ResponseHeadersPolicy'),
    source: cloudfront,
  },
  {
    name: 'Cache policies per account',
    service: 'cloudfront',
    per: 'account',
    limit: 20,
    measure: countOf('AWS::CloudFront::CachePolicy'),
    source: cloudfront,
  },
  {
    name: 'Origin request policies per account',
    service: 'cloudfront',
    per: 'account',
    limit: 20,
    measure: countOf('AWS::CloudFront::OriginRequestPolicy'),
    source: cloudfront,
  },
  {
    name: 'Origin access controls per account',
    service: 'cloudfront',
    per: 'account',
    limit: 100,
    measure: countOf('AWS::CloudFront::OriginAccessControl'),
    source: cloudfront,
  },
  {
    name: 'Functions per account',
    service: 'cloudfront',
    per: 'account',
    limit: 100,
    measure: countOf('AWS::CloudFront::Function'),
    source: cloudfront,
  },
  {
    name: 'VPC origins per account',
    service: 'cloudfront',
    per: 'account',
    limit: 25,
    measure: countOf('AWS::CloudFront::VpcOrigin'),
    source: cloudfront,
  },
  {
    name: 'Roles per account',
    service: 'iam',
    code: 'L-FE177D64',
    per: 'account',
    limit: 1000,
    measure: countOf('AWS::IAM::Role'),
    source: iam,
  },
];
