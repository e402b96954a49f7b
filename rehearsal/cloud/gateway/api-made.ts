import { escapeXml } from './error-answer';
import { members, ServiceCalls, texts } from './service-calls';
import { isRecord } from './templates/tagged-literals';
import type { Scope, Upstream } from './upstream';

type Properties = Readonly<Record<string, unknown>>;

/** What the service's own API gave for a resource. */
export interface Made {
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Makes and unmakes resources of one type by calls of their service. */
interface Maker {
  /** @param name what the resource is called if its properties don't say */
  create(call: ServiceCalls, properties: Properties, name: string): Promise<Made>;
  delete(call: ServiceCalls, physicalId: string, properties: Properties): Promise<unknown>;
  /** True if creating again changes what is there under the same name. */
  readonly overwrites?: boolean;
}

/**
 * Types that the emulator's CloudFormation doesn't know although its services do. The gateway makes them with the services'
 * own calls, so that whoever asks those services sees them.
 */
const MAKERS: Readonly<Record<string, Maker>> = {
  'AWS::EC2::EIP': {
    create: async (call) => {
      const answer = await call.ec2('AllocateAddress', { Domain: 'vpc' });
      const ip = answer('publicIp');
      return { physicalId: ip, attributes: { AllocationId: answer('allocationId'), PublicIp: ip } };
    },
    delete: async (call, ip) => {
      const answer = await call.ec2('DescribeAddresses', { 'PublicIp.1': ip });
      return call.ec2('ReleaseAddress', { AllocationId: answer('allocationId') });
    },
  },
  'AWS::EC2::NatGateway': {
    create: async (call, { SubnetId, AllocationId }) => {
      const answer = await call.ec2('CreateNatGateway', texts({ SubnetId, AllocationId }));
      const id = answer('natGatewayId');
      return { physicalId: id, attributes: { NatGatewayId: id } };
    },
    delete: (call, id) => call.ec2('DeleteNatGateway', { NatGatewayId: id }),
  },
  'AWS::EC2::FlowLog': {
    create: async (call, properties) => {
      const { ResourceId, ResourceType, TrafficType, LogGroupName, LogDestinationType, DeliverLogsPermissionArn } =
        properties;
      const optional = { TrafficType, LogGroupName, LogDestinationType, DeliverLogsPermissionArn };
      const answer = await call.ec2('CreateFlowLogs', {
        ...texts({ 'ResourceId.1': ResourceId, ResourceType }),
        ...texts(optional),
      });
      const id = /<item>(fl-[^<]+)<\/item>/.exec(answer.text)?.[1] ?? answer('flowLogId');
      return { physicalId: id, attributes: { Id: id } };
    },
    delete: (call, id) => call.ec2('DeleteFlowLogs', { 'FlowLogId.1': id }),
  },
  'AWS::EC2::NetworkAcl': {
    create: async (call, { VpcId }) => {
      const id = (await call.ec2('CreateNetworkAcl', texts({ VpcId })))('networkAclId');
      return { physicalId: id, attributes: { Id: id } };
    },
    delete: (call, id) => call.ec2('DeleteNetworkAcl', { NetworkAclId: id }),
  },
  'AWS::EC2::NetworkAclEntry': {
    create: async (call, properties) => {
      const { NetworkAclId, RuleNumber, Protocol, RuleAction, Egress = false, CidrBlock, PortRange } = properties;
      const ports = isRecord(PortRange) ? { 'PortRange.From': PortRange.From, 'PortRange.To': PortRange.To } : {};
      await call.ec2(
        'CreateNetworkAclEntry',
        texts({ NetworkAclId, RuleNumber, Protocol, RuleAction, Egress, CidrBlock, ...ports }),
      );
      return { physicalId: `${String(NetworkAclId)}|${String(RuleNumber)}|${String(Egress)}`, attributes: {} };
    },
    delete: (call, _id, { NetworkAclId, RuleNumber, Egress = false }) =>
      call.ec2('DeleteNetworkAclEntry', texts({ NetworkAclId, RuleNumber, Egress })),
  },
  'AWS::EC2::SubnetNetworkAclAssociation': {
    create: async (call, { SubnetId, NetworkAclId }) => {
      const known = await call.ec2('DescribeNetworkAcls', {
        'Filter.1.Name': 'association.subnet-id',
        'Filter.1.Value.1': String(SubnetId),
      });
      const own = known.text
        .split('<networkAclAssociationId>')
        .find((part) => part.includes(`<subnetId>${String(SubnetId)}<`));
      const AssociationId = own?.split('<')[0];
      const answer = await call.ec2('ReplaceNetworkAclAssociation', texts({ AssociationId, NetworkAclId }));
      const id = answer('newAssociationId');
      return { physicalId: id, attributes: { AssociationId: id } };
    },
    // The subnet keeps it until another one takes its place: there is no subnet without.
    delete: () => Promise.resolve(),
  },
  'AWS::EC2::SecurityGroupIngress': {
    create: (call, properties) => ruleCreated(call, 'AuthorizeSecurityGroupIngress', properties),
    delete: (call, id, { GroupId }) =>
      call.ec2('RevokeSecurityGroupIngress', texts({ GroupId, 'SecurityGroupRuleId.1': id })),
  },
  'AWS::EC2::SecurityGroupEgress': {
    create: (call, properties) => ruleCreated(call, 'AuthorizeSecurityGroupEgress', properties),
    delete: (call, id, { GroupId }) =>
      call.ec2('RevokeSecurityGroupEgress', texts({ GroupId, 'SecurityGroupRuleId.1': id })),
  },
  'AWS::RDS::DBProxy': {
    create: async (call, properties) => {
      const {
        DBProxyName,
        EngineFamily,
        RoleArn,
        RequireTLS,
        IdleClientTimeout,
        Auth,
        VpcSubnetIds,
        VpcSecurityGroupIds,
      } = properties;
      const answer = await call.rds('CreateDBProxy', {
        ...texts({ DBProxyName, EngineFamily, RoleArn, RequireTLS, IdleClientTimeout }),
        ...members('Auth', Auth),
        ...members('VpcSubnetIds', VpcSubnetIds),
        ...members('VpcSecurityGroupIds', VpcSecurityGroupIds),
      });
      const endpoint = answer('Endpoint');
      return {
        physicalId: String(DBProxyName),
        attributes: {
          DBProxyArn: answer('DBProxyArn'),
          VpcId: answer('VpcId'),
          ...(endpoint === '' ? {} : { Endpoint: endpoint }),
        },
      };
    },
    delete: (call, name) => call.rds('DeleteDBProxy', { DBProxyName: name }),
  },
  'AWS::RDS::DBProxyTargetGroup': {
    create: async (call, { DBProxyName, TargetGroupName, DBClusterIdentifiers, DBInstanceIdentifiers }) => {
      await call.rds('RegisterDBProxyTargets', {
        ...texts({ DBProxyName, TargetGroupName }),
        ...members('DBClusterIdentifiers', DBClusterIdentifiers),
        ...members('DBInstanceIdentifiers', DBInstanceIdentifiers),
      });
      return { physicalId: `${String(DBProxyName)}|${String(TargetGroupName)}`, attributes: {} };
    },
    delete: (call, _id, { DBProxyName, TargetGroupName, DBClusterIdentifiers }) =>
      call.rds('DeregisterDBProxyTargets', {
        ...texts({ DBProxyName, TargetGroupName }),
        ...members('DBClusterIdentifiers', DBClusterIdentifiers),
      }),
  },
  'AWS::SecretsManager::ResourcePolicy': {
    create: async (call, { SecretId, ResourcePolicy }) => {
      const policy = typeof ResourcePolicy === 'string' ? ResourcePolicy : JSON.stringify(ResourcePolicy);
      await call.json('secretsmanager', 'secretsmanager.PutResourcePolicy', { SecretId, ResourcePolicy: policy });
      return { physicalId: String(SecretId), attributes: {} };
    },
    delete: (call, id) => call.json('secretsmanager', 'secretsmanager.DeleteResourcePolicy', { SecretId: id }),
  },
  'AWS::WAFv2::WebACLAssociation': {
    create: async (call, { WebACLArn, ResourceArn }) => {
      await call.json('wafv2', 'AWSWAF_20190729.AssociateWebACL', { WebACLArn, ResourceArn });
      return { physicalId: `${String(WebACLArn)}|${String(ResourceArn)}`, attributes: {} };
    },
    delete: (call, _id, { ResourceArn }) => call.json('wafv2', 'AWSWAF_20190729.DisassociateWebACL', { ResourceArn }),
  },
  // CloudFormation in the emulator takes no metric math; the service drops it, and keeps name, threshold and actions.
  'AWS::CloudWatch::Alarm': {
    create: async (call, properties, name) => {
      const AlarmName = typeof properties.AlarmName === 'string' ? properties.AlarmName : name;
      const body = { ...properties, AlarmName, Tags: undefined };
      await call.json('monitoring', 'GraniteServiceVersion20100801.PutMetricAlarm', body);
      return { physicalId: AlarmName, attributes: { Arn: call.arn('cloudwatch', `alarm:${AlarmName}`) } };
    },
    delete: (call, name) =>
      call.json('monitoring', 'GraniteServiceVersion20100801.DeleteAlarms', { AlarmNames: [name] }),
    overwrites: true,
  },
  'AWS::CloudFront::VpcOrigin': {
    create: async (call, { VpcOriginEndpointConfig }) => {
      const config = isRecord(VpcOriginEndpointConfig) ? VpcOriginEndpointConfig : {};
      const {
        Name,
        Arn,
        HTTPPort = 80,
        HTTPSPort = 443,
        OriginProtocolPolicy = 'match-viewer',
        OriginSSLProtocols,
      } = config;
      const versions = Array.isArray(OriginSSLProtocols) ? OriginSSLProtocols.map(String) : ['TLSv1.2'];
      const answer = await call.cloudfront(
        'POST',
        'vpc-origin',
        `<CreateVpcOriginRequest xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><VpcOriginEndpointConfig>${xmlElements({ Name, Arn, HTTPPort, HTTPSPort, OriginProtocolPolicy })}<OriginSslProtocols><Quantity>${versions.length}</Quantity><Items>${versions.map((version) => `<SslProtocol>${version}</SslProtocol>`).join('')}</Items></OriginSslProtocols></VpcOriginEndpointConfig></CreateVpcOriginRequest>`,
      );
      const id = answer('Id');
      return { physicalId: id, attributes: { Id: id, Arn: answer('Arn') } };
    },
    delete: async (call, id) => {
      const { etag } = await call.cloudfront('GET', `vpc-origin/${id}`);
      return call.cloudfront('DELETE', `vpc-origin/${id}`, undefined, { 'if-match': etag });
    },
  },
};

export function isApiMade(type: string): boolean {
  return type in MAKERS;
}

/** Makes resources of the types that only the emulator's services know. */
export class ApiMade {
  constructor(private readonly upstream: Upstream) {}

  /** @throws TAP4313 with the service's own words if it refuses */
  create(type: string, properties: Properties, name: string, scope: Scope): Promise<Made> {
    return makerOf(type).create(new ServiceCalls(this.upstream, scope), properties, name);
  }

  overwrites(type: string): boolean {
    return makerOf(type).overwrites ?? false;
  }

  /** What is gone already is no error. */
  async delete(type: string, physicalId: string, properties: Properties, scope: Scope): Promise<void> {
    await makerOf(type)
      .delete(new ServiceCalls(this.upstream, scope), physicalId, properties)
      .catch(() => undefined);
  }
}

function makerOf(type: string): Maker {
  const maker = MAKERS[type];
  if (maker === undefined) throw new Error(`no service call makes ${type}`);
  return maker;
}

async function ruleCreated(call: ServiceCalls, action: string, properties: Properties): Promise<Made> {
  const { GroupId, IpProtocol, FromPort, ToPort, CidrIp, Description } = properties;
  const peer = properties.SourceSecurityGroupId ?? properties.DestinationSecurityGroupId;
  const permission = 'IpPermissions.1';
  const source = peer === undefined ? `${permission}.IpRanges.1` : `${permission}.Groups.1`;
  const answer = await call.ec2(
    action,
    texts({
      GroupId,
      [`${permission}.IpProtocol`]: IpProtocol,
      [`${permission}.FromPort`]: FromPort,
      [`${permission}.ToPort`]: ToPort,
      [`${source}.Description`]: Description,
      ...(peer === undefined ? { [`${source}.CidrIp`]: CidrIp } : { [`${source}.GroupId`]: peer }),
    }),
  );
  const id = answer('securityGroupRuleId');
  return { physicalId: id, attributes: { Id: id } };
}

function xmlElements(values: Record<string, unknown>): string {
  return Object.entries(texts(values))
    .map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`)
    .join('');
}
