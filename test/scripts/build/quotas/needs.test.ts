import { regionFacts } from '../../../../lib/config';
import type { AssemblyStack, TemplateResource } from '../../../../scripts/build/assembly';
import {
  buildsSideBySide,
  countOf,
  fargateVcpus,
  interfaceEndpointsOfVpc,
  natGatewaysOfZone,
  plannedRequestsPerSecond,
  rulesOfSecurityGroup,
} from '../../../../scripts/build/quotas/needs';

const region = 'us-east-1';

type Planted = readonly [type: string, properties?: Readonly<Record<string, unknown>>];

function stack(
  path: string,
  resources: Readonly<Record<string, Planted>>,
  Outputs: AssemblyStack['template']['Outputs'] = {},
): AssemblyStack {
  const Resources = Object.fromEntries(
    Object.entries(resources).map(([id, [Type, Properties]]): [string, TemplateResource] => [id, { Type, Properties }]),
  );
  return { path, name: path, account: '111111111111', region, template: { Resources, Outputs } };
}

test('resources of a type are counted over all stacks', () => {
  const vpc = stack('Network', { Vpc: ['AWS::EC2::VPC'], Other: ['AWS::EC2::Subnet'] });
  expect(countOf('AWS::EC2::VPC')([vpc, { ...vpc, path: 'Other' }])).toEqual({ first: 2, most: 2 });
  expect(countOf('AWS::EC2::VPC')([])).toEqual({ first: 0, most: 0 });
});

test('the VPC with most interface endpoints counts, gateway endpoints don’t', () => {
  const endpoint = (VpcEndpointType: string, Ref: string): Planted => [
    'AWS::EC2::VPCEndpoint',
    { VpcEndpointType, VpcId: { Ref } },
  ];
  const network = stack('Network', {
    A: endpoint('Interface', 'One'),
    B: endpoint('Interface', 'One'),
    C: endpoint('Gateway', 'One'),
    D: endpoint('Interface', 'Two'),
  });
  expect(interfaceEndpointsOfVpc([network, { ...network, path: 'Other' }])).toMatchObject({ most: 2 });
});

test.each([{ AvailabilityZone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] } }, { AvailabilityZoneId: 'use1-az1' }])(
  'NAT gateways count by zone, over all VPCs: %j',
  (zone) => {
    const here: Record<string, Planted> = {
      Here: ['AWS::EC2::Subnet', zone],
      A: ['AWS::EC2::NatGateway', { SubnetId: { Ref: 'Here' } }],
    };
    const both: Record<string, Planted> = {
      ...here,
      There: ['AWS::EC2::Subnet', { AvailabilityZoneId: 'use1-az6' }],
      B: ['AWS::EC2::NatGateway', { SubnetId: { Ref: 'There' } }],
    };
    const networks = [stack('Dev', both), stack('Staging', both), stack('Prod', here)];
    expect(natGatewaysOfZone(networks)).toMatchObject({ most: 3 });
  },
);

describe('the vCPUs of Fargate services', () => {
  const service = (path: string, more: Readonly<Record<string, unknown>>, scaling?: Planted) =>
    stack(path, {
      Task: ['AWS::ECS::TaskDefinition', { Cpu: '512' }],
      Service: ['AWS::ECS::Service', { TaskDefinition: { Ref: 'Task' }, ...more }],
      ...(scaling && { Target: scaling }),
    });
  const twoToTen: Planted = [
    'AWS::ApplicationAutoScaling::ScalableTarget',
    {
      MinCapacity: 2,
      MaxCapacity: 10,
      ResourceId: { 'Fn::Join': ['', ['service/x/', { 'Fn::GetAtt': ['Service', 'Name'] }]] },
    },
  ];

  test('go from the fewest tasks to the most, and as many again while a deployment replaces them', () => {
    const slow = service('Dev', { DeploymentConfiguration: { MaximumPercent: 150 } }, twoToTen);
    expect(fargateVcpus([slow])).toEqual({ first: 1, most: 7.5 });
    expect(fargateVcpus([service('Dev', {}, twoToTen), service('Prod', {}, twoToTen)])).toEqual({ first: 2, most: 20 });
  });

  test('without scaling they are those of the desired tasks', () => {
    expect(fargateVcpus([service('Dev', { DesiredCount: 4 })])).toEqual({ first: 2, most: 4 });
    expect(fargateVcpus([service('Dev', {})])).toEqual({ first: 0.5, most: 1 });
  });
});

test('the plans of all keys together are what an API may be asked for', () => {
  const api = stack('Api', {
    A: ['AWS::ApiGateway::UsagePlan', { Throttle: { RateLimit: 300 } }],
    B: ['AWS::ApiGateway::UsagePlan', { Throttle: { RateLimit: 50 } }],
    C: ['AWS::ApiGateway::UsagePlan', {}],
  });
  expect(plannedRequestsPerSecond([api])).toEqual({ first: 350, most: 350 });
});

describe('the rules of a security group', () => {
  const list = regionFacts(region).originFacingPrefixList;
  const group = (id: string) => ({ 'Fn::GetAtt': [id, 'GroupId'] });

  test('count its own and those beside it, by direction, CloudFront’s list with its weight', () => {
    const service = stack('Service', {
      Group: ['AWS::EC2::SecurityGroup', { SecurityGroupIngress: [{}], SecurityGroupEgress: [{}, {}] }],
      In: ['AWS::EC2::SecurityGroupIngress', { GroupId: group('Group'), SourcePrefixListId: list }],
      Out: ['AWS::EC2::SecurityGroupEgress', { GroupId: group('Group') }],
    });
    expect(rulesOfSecurityGroup([service])).toMatchObject({ most: 56 });
  });

  test('count those that another stack adds', () => {
    const data = stack(
      'Data',
      { Group: ['AWS::EC2::SecurityGroup', { SecurityGroupIngress: [{}] }] },
      { Out: { Value: group('Group'), Export: { Name: 'Data:Group' } } },
    );
    const rule: Planted = ['AWS::EC2::SecurityGroupIngress', { GroupId: { 'Fn::ImportValue': 'Data:Group' } }];
    const service = stack('Service', { A: rule, B: rule });
    expect(rulesOfSecurityGroup([data, service])).toMatchObject({ most: 3 });
    expect(rulesOfSecurityGroup([service])).toMatchObject({ most: 2 });
  });
});

test('builds side by side are those of one order in one stage, by the size of their machines', () => {
  const project = (ComputeType: string): Planted => ['AWS::CodeBuild::Project', { Environment: { ComputeType } }];
  const action = (RunOrder: number, Ref: string) => ({ RunOrder, Configuration: { ProjectName: { Ref } } });
  const pipeline = stack('PipelineStack', {
    Small: project('BUILD_GENERAL1_SMALL'),
    Medium: project('BUILD_GENERAL1_MEDIUM'),
    Pipeline: [
      'AWS::CodePipeline::Pipeline',
      {
        Stages: [
          { Name: 'Build', Actions: [action(1, 'Small'), action(2, 'Medium'), { RunOrder: 1 }] },
          { Name: 'Wave', Actions: [action(1, 'Small'), action(1, 'Small'), action(1, 'Medium'), action(2, 'Small')] },
        ],
      },
    ],
  });
  expect(buildsSideBySide('BUILD_GENERAL1_SMALL')([pipeline])).toMatchObject({ most: 2 });
  expect(buildsSideBySide('BUILD_GENERAL1_MEDIUM')([pipeline])).toMatchObject({ most: 1 });
});
