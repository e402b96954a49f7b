import { type DescribeTable, query, text } from './ask';

const ec2 = query('ec2', '2016-11-15');
const elb = query('elasticloadbalancing', '2015-12-01');

/** VPC and load balancing. */
export const network: DescribeTable = {
  'AWS::EC2::VPC': ({ physicalId: id }) => ec2('DescribeVpcs', { 'VpcId.1': id }, id),
  'AWS::EC2::Subnet': ({ physicalId: id }) => ec2('DescribeSubnets', { 'SubnetId.1': id }, id),
  'AWS::EC2::RouteTable': ({ physicalId: id }) => ec2('DescribeRouteTables', { 'RouteTableId.1': id }, id),
  'AWS::EC2::Route': (resource) =>
    ec2(
      'DescribeRouteTables',
      { 'RouteTableId.1': text(resource, 'RouteTableId') },
      `<destinationCidrBlock>${text(resource, 'DestinationCidrBlock')}<`,
    ),
  'AWS::EC2::SubnetRouteTableAssociation': (resource) =>
    ec2(
      'DescribeRouteTables',
      { 'RouteTableId.1': text(resource, 'RouteTableId') },
      `<subnetId>${text(resource, 'SubnetId')}<`,
    ),
  'AWS::EC2::InternetGateway': ({ physicalId: id }) =>
    ec2('DescribeInternetGateways', { 'InternetGatewayId.1': id }, id),
  'AWS::EC2::VPCGatewayAttachment': (resource) => {
    const gateway = text(resource, 'InternetGatewayId');
    const vpc = `<vpcId>${text(resource, 'VpcId')}<`;
    return gateway === '' ? undefined : ec2('DescribeInternetGateways', { 'InternetGatewayId.1': gateway }, vpc);
  },
  'AWS::EC2::SecurityGroup': ({ physicalId: id }) => ec2('DescribeSecurityGroups', { 'GroupId.1': id }, id),
  'AWS::EC2::SecurityGroupIngress': ({ physicalId: id }) =>
    ec2('DescribeSecurityGroupRules', { 'SecurityGroupRuleId.1': id }, id),
  'AWS::EC2::SecurityGroupEgress': ({ physicalId: id }) =>
    ec2('DescribeSecurityGroupRules', { 'SecurityGroupRuleId.1': id }, id),
  'AWS::EC2::VPCEndpoint': ({ physicalId: id }) => ec2('DescribeVpcEndpoints', { 'VpcEndpointId.1': id }, id),
  'AWS::EC2::EIP': ({ physicalId: ip }) => ec2('DescribeAddresses', { 'PublicIp.1': ip }, ip),
  'AWS::EC2::NatGateway': ({ physicalId: id }) => ec2('DescribeNatGateways', { 'NatGatewayId.1': id }, id),
  'AWS::EC2::FlowLog': ({ physicalId: id }) => ec2('DescribeFlowLogs', { 'FlowLogId.1': id }, id),
  'AWS::EC2::NetworkAcl': ({ physicalId: id }) => ec2('DescribeNetworkAcls', { 'NetworkAclId.1': id }, id),
  'AWS::EC2::NetworkAclEntry': (resource) =>
    ec2(
      'DescribeNetworkAcls',
      { 'NetworkAclId.1': text(resource, 'NetworkAclId') },
      `<ruleNumber>${text(resource, 'RuleNumber')}<`,
    ),
  'AWS::EC2::SubnetNetworkAclAssociation': (resource) =>
    ec2('DescribeNetworkAcls', { 'NetworkAclId.1': text(resource, 'NetworkAclId') }, text(resource, 'SubnetId')),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ({ physicalId: arn }) =>
    elb('DescribeLoadBalancers', { 'LoadBalancerArns.member.1': arn }, arn),
  'AWS::ElasticLoadBalancingV2::TargetGroup': ({ physicalId: arn }) =>
    elb('DescribeTargetGroups', { 'TargetGroupArns.member.1': arn }, arn),
  'AWS::ElasticLoadBalancingV2::Listener': ({ physicalId: arn }) =>
    elb('DescribeListeners', { 'ListenerArns.member.1': arn }, arn),
  'AWS::ElasticLoadBalancingV2::ListenerRule': ({ physicalId: arn }) =>
    elb('DescribeRules', { 'RuleArns.member.1': arn }, arn),
};
