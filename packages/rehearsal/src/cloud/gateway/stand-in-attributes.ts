import { createHash } from 'node:crypto';
import type { StackAddress } from '../resources/stack-key';

export interface StandInIdentity extends StackAddress {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Types whose `Ref` is a made-up id with this prefix on AWS. */
const idPrefixes: Readonly<Record<string, string>> = {
  'AWS::EC2::NatGateway': 'nat-',
  'AWS::EC2::FlowLog': 'fl-',
  'AWS::EC2::NetworkAcl': 'acl-',
  'AWS::EC2::SecurityGroupIngress': 'sgr-',
  'AWS::EC2::SecurityGroupEgress': 'sgr-',
  'AWS::CloudFront::VpcOrigin': 'vo_',
};

/** Types whose `Ref` is the value of this property on AWS, where the template gives one. */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::CodePipeline::Pipeline': 'Name',
  'AWS::RDS::DBProxy': 'DBProxyName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::CompositeAlarm': 'AlarmName',
  'AWS::SSM::Document': 'Name',
  'AWS::RDS::GlobalCluster': 'GlobalClusterIdentifier',
};

/**
 * What `Ref` answers for a stand-in: in the form that AWS gives it, and the same again for the same resource, so that what
 * refers to it doesn't change from one deployment to the next.
 */
export function standInPhysicalId(identity: StandInIdentity): string {
  const { type, properties, region, account, stack, logicalId } = identity;
  const name = properties[nameProperties[type] ?? ''];
  if (typeof name === 'string' && name !== '') return name;
  const digest = digestOf(identity);
  const prefix = idPrefixes[type];
  if (prefix !== undefined) return `${prefix}${digest.slice(0, 17)}`;
  if (type === 'AWS::EC2::EIP') {
    // TEST-NET-2 (RFC 5737): addresses that are never anyone's.
    return `198.51.100.${(Number.parseInt(digest.slice(0, 8), 16) % 254) + 1}`;
  }
  if (type === 'AWS::CodeBuild::ReportGroup') {
    return `arn:aws:codebuild:${region}:${account}:report-group/${String(properties.Name ?? `${stack}-${logicalId}`)}`;
  }
  return `${logicalId}-${digest.slice(0, 8)}`.toLowerCase();
}

/** What `Fn::GetAtt` answers for a stand-in. */
export function standInAttribute(identity: StandInIdentity, physicalId: string, attribute: string): string {
  const { type, account, region } = identity;
  if (type === 'AWS::EC2::EIP' && attribute === 'AllocationId') return `eipalloc-${digestOf(identity).slice(0, 17)}`;
  if (type === 'AWS::RDS::DBProxy' && attribute === 'Endpoint') {
    return `${physicalId}.proxy-${digestOf(identity).slice(0, 12)}.${region}.rds.amazonaws.com`.toLowerCase();
  }
  if (attribute === 'Arn' || attribute.endsWith('Arn')) {
    const service = (type.split('::')[1] ?? 'rehearsal').toLowerCase();
    const resource = (type.split('::')[2] ?? 'resource').toLowerCase();
    if (physicalId.startsWith('arn:')) return physicalId;
    if (type === 'AWS::CodePipeline::Pipeline') return `arn:aws:codepipeline:${region}:${account}:${physicalId}`;
    if (type === 'AWS::RDS::DBProxy')
      return `arn:aws:rds:${region}:${account}:db-proxy:prx-${digestOf(identity).slice(0, 17)}`;
    const home = service === 'cloudfront' ? '' : region;
    return `arn:aws:${service}:${home}:${account}:${resource}/${physicalId}`;
  }
  if (attribute === 'Id' || attribute.endsWith('Id') || attribute === 'Name') return physicalId;
  return `${physicalId}-${attribute}`.toLowerCase();
}

function digestOf(identity: StandInIdentity): string {
  const { account, region, stack, logicalId, type } = identity;
  return createHash('sha256').update([account, region, stack, logicalId, type].join('/')).digest('hex');
}
