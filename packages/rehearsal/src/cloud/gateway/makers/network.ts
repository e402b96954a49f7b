import { isRecord } from '../../base/record';
import { type ServiceCalls, texts } from '../service-calls';
import type { Made, Makers, Properties } from './maker';

/** Addresses, gateways, flow logs, network ACLs, rules of security groups. */
export const networkMakers: Makers = {
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
};

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
