import type { Refusal } from './answer';
import type { LiveResource, Properties } from './change';
import type { Rule } from './rule';

/** What a service refuses of a resource that others use. */
interface Use {
  readonly step: 'update' | 'delete';
  /** Types whose properties name it. */
  readonly by: readonly string[];
  /** Properties of those that name it without a use of it. */
  readonly apartFrom?: readonly string[];
  refusal(physicalId: string, account: string): Refusal;
}

const cloudFrontPolicies = 'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_';
/** What has network interfaces of a subnet and of security groups. */
const withInterfaces = [
  'AWS::ApiGatewayV2::VpcLink',
  'AWS::EC2::VPCEndpoint',
  'AWS::ECS::Service',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::Lambda::Function',
  'AWS::RDS::DBProxy',
];
const vpcOrigin: Omit<Use, 'step'> = {
  by: ['AWS::CloudFront::Distribution'],
  refusal: () => ({
    refused:
      'Invalid request provided: AWS::CloudFront::VpcOrigin: The specified VPC origin is currently associated with one or more distributions. Please disassociate the VPC origin from all distributions before updating or deleting (Service: CloudFront, Status Code: 409)',
    source: 'https://github.com/aws/aws-cdk/issues/34629',
  }),
};

const uses: Readonly<Record<string, readonly Use[]>> = {
  'AWS::CertificateManager::Certificate': [
    {
      step: 'delete',
      by: [
        'AWS::ApiGateway::DomainName',
        'AWS::ApiGatewayV2::DomainName',
        'AWS::CloudFront::Distribution',
        'AWS::ElasticLoadBalancingV2::Listener',
        'AWS::ElasticLoadBalancingV2::ListenerCertificate',
      ],
      refusal: (arn, account) => ({
        refused: `Certificate ${arn} in account ${account} is in use.`,
        source: 'https://github.com/dfds/infrastructure-modules/issues/5',
      }),
    },
  ],
  'AWS::CloudFront::CachePolicy': [
    {
      step: 'delete',
      by: ['AWS::CloudFront::Distribution'],
      refusal: () => ({
        refused:
          'The specified cache policy is currently associated with a cache behavior. Please disassociate the policy before deleting.',
        source: 'https://github.com/anomalyco/ion/issues/443',
      }),
    },
  ],
  'AWS::CloudFront::OriginRequestPolicy': [
    {
      step: 'delete',
      by: ['AWS::CloudFront::Distribution'],
      refusal: () => ({
        refused:
          'Cannot delete the origin request policy because it is attached to one or more cache behaviors (OriginRequestPolicyInUse)',
        source: `${cloudFrontPolicies}DeleteOriginRequestPolicy.html`,
      }),
    },
  ],
  'AWS::CloudFront::ResponseHeadersPolicy': [
    {
      step: 'delete',
      by: ['AWS::CloudFront::Distribution'],
      refusal: () => ({
        refused:
          'Cannot delete the response headers policy because it is attached to one or more cache behaviors (ResponseHeadersPolicyInUse)',
        source: `${cloudFrontPolicies}DeleteResponseHeadersPolicy.html`,
      }),
    },
  ],
  'AWS::CloudFront::VpcOrigin': [
    { step: 'update', ...vpcOrigin },
    { step: 'delete', ...vpcOrigin },
  ],
  'AWS::EC2::SecurityGroup': [
    {
      step: 'delete',
      by: [
        ...withInterfaces,
        'AWS::EC2::SecurityGroupEgress',
        'AWS::EC2::SecurityGroupIngress',
        'AWS::RDS::DBCluster',
        'AWS::RDS::DBInstance',
      ],
      // A rule of the group itself goes with it.
      apartFrom: ['GroupId'],
      refusal: (id) => ({
        refused: `resource ${id} has a dependent object (Service: AmazonEC2; Status Code: 400; Error Code: DependencyViolation)`,
        source: 'https://github.com/aws/aws-cdk/pull/28660',
      }),
    },
  ],
  'AWS::EC2::Subnet': [
    {
      step: 'delete',
      by: [...withInterfaces, 'AWS::EC2::NatGateway'],
      refusal: (id) => ({
        refused: `The subnet '${id}' has dependencies and cannot be deleted. (Service: AmazonEC2; Status Code: 400; Error Code: DependencyViolation)`,
        source: 'https://github.com/aws/aws-cdk/issues/14456',
      }),
    },
  ],
  'AWS::ElasticLoadBalancingV2::TargetGroup': [
    {
      step: 'delete',
      by: ['AWS::ElasticLoadBalancingV2::Listener', 'AWS::ElasticLoadBalancingV2::ListenerRule'],
      refusal: (arn) => ({
        refused: `Target group '${arn}' is currently in use by a listener or a rule`,
        source: 'https://github.com/cloudposse/terraform-aws-alb-ingress/issues/24',
      }),
    },
  ],
  'AWS::RDS::DBClusterParameterGroup': [
    {
      step: 'delete',
      by: ['AWS::RDS::DBCluster'],
      refusal: (name) => ({
        refused: `One or more database clusters are still members of this parameter group ${name}, so the group cannot be deleted`,
        source: 'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBClusterParameterGroup.html',
      }),
    },
  ],
  'AWS::RDS::DBParameterGroup': [
    {
      step: 'delete',
      by: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'],
      refusal: (name) => ({
        refused: `One or more database instances are still members of this parameter group ${name}, so the group cannot be deleted`,
        source: 'https://github.com/aws/aws-cdk/pull/28660',
      }),
    },
  ],
};

/**
 * What others use can't be deleted, and a VPC origin not even be changed, tags included: CloudFormation updates it in place
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html). What uses it is what names it in a
 * resolved property; a use that a call has made is not seen.
 */
export const inUse: Rule = {
  looksAt: Object.fromEntries(Object.entries(uses).map(([type, of]) => [type, of.flatMap(({ by }) => by)])),
  judge({ step, type, physicalId, account, beside }) {
    const use = uses[type]?.find((one) => one.step === step);
    if (use === undefined || !beside.some((other) => names(other, physicalId, use))) return undefined;
    const { refused, source } = use.refusal(physicalId, account);
    const users = beside.filter((other) => names(other, physicalId, use));
    return {
      refused: `${refused}: ${users.map(({ stack, logicalId }) => `${stack}/${logicalId}`).join(', ')}`,
      source,
    };
  },
};

function names(other: LiveResource, physicalId: string, { by, apartFrom = [] }: Use): boolean {
  if (!by.includes(other.type)) return false;
  const counted: Properties = Object.fromEntries(
    Object.entries(other.properties).filter(([name]) => !apartFrom.includes(name)),
  );
  return holds(counted, physicalId);
}

/** Whether a value is this text, or has it anywhere within. */
function holds(value: unknown, text: string): boolean {
  if (typeof value === 'string') return value === text;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((member) => holds(member, text));
}
