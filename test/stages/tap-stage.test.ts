import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnDeployment } from 'aws-cdk-lib/aws-apigateway';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { type GateName, gateNames } from '../../contracts/gates';
import {
  type DeliveryConfiguration,
  type EnvironmentConfiguration,
  type EnvironmentData,
  parseConfiguration,
  physicalNames,
} from '../../lib/config';
import { InternalLoadBalancer } from '../../lib/constructs/internal-load-balancer';
import { LoadBalancerLink } from '../../lib/constructs/load-balancer-link';
import { TapStage } from '../../lib/stages/tap-stage';
import { edited, environmentAt, parsed } from '../config/edited';
import { cdkContext, configurationOf } from '../helpers/variants';
import { allOf, propertiesOf } from '../stacks/resources';

function stageOf(configuration: DeliveryConfiguration, environment: EnvironmentConfiguration): TapStage {
  const { account, region } = configuration.pipeline;
  return new TapStage(new App({ context: cdkContext() }), environment.name, {
    application: configuration.application,
    env: { account: environment.account, region: environment.region },
    environment,
    pipeline: { account, region, repositoryName: 'shop' },
    imageDigest: `sha256:${'a'.repeat(64)}`,
  });
}

const configurations = { default: configurationOf(), europe: configurationOf('europe') } as const;

/** The stage of one environment, constructed and not synthesized. */
function stageIn(variant: keyof typeof configurations, name: string): TapStage {
  const configuration = configurations[variant];
  const [environment] = configuration.environments.filter((candidate) => candidate.name === name);
  if (!environment) throw new Error(`no environment ${name}`);
  return stageOf(configuration, environment);
}

const stacksIn = (stage: TapStage) => stage.node.children.filter(Stack.isStack);

/** Longest way from a stack to one that depends on nothing. */
function levelOf(stack: Stack): number {
  return 1 + Math.max(0, ...stack.dependencies.map(levelOf));
}

const dev = stageIn('default', 'Dev');

describe('the stage', () => {
  test('names the roles of its gates before they exist', () => {
    const [environment] = configurations.europe.environments;
    const names = physicalNames(configurations.europe.application, String(environment?.name));
    const { gateRoleArns } = stageIn('europe', 'Dev');
    expect(Object.keys(gateRoleArns)).toEqual(gateNames);
    for (const gate of gateNames) {
      expect(gateRoleArns[gate]).toMatch(`:iam::${environment?.account}:role/${names[`${gate}GateRole`]}`);
    }
  });

  test('gives away the addresses of its doors and the id of the key of its gates', () => {
    expect([dev.siteUrl, dev.apiUrl, dev.apiKeyId].map(({ node }) => node.path)).toEqual([
      'Dev/Edge/Url',
      'Dev/Api/Url',
      'Dev/Api/GatesKeyId',
    ]);
  });

  test('tags and protects every stack as its environment says', () => {
    for (const [name, stage] of [
      ['Dev', dev],
      ['Prod', stageIn('default', 'Prod')],
    ] as const) {
      const [environment] = configurations.default.environments.filter((candidate) => candidate.name === name);
      expect(stacksIn(stage).length).toBeGreaterThan(1);
      for (const stack of stacksIn(stage)) {
        expect(stack.tags.tagValues()).toEqual(environment?.tags);
        expect(stack.terminationProtection).toBe(environment?.production);
      }
    }
  });
});

test('every container of a task is told which image it is', () => {
  const service = stacksIn(stageIn('default', 'Dev')).find(({ node }) => node.id === 'Service');
  if (!service) throw new Error('no stack of the service');
  const tasks = propertiesOf(Template.fromStack(service), 'AWS::ECS::TaskDefinition');
  const containers = tasks.flatMap(({ ContainerDefinitions }) => ContainerDefinitions as { Environment: unknown }[]);
  expect(containers.length).toBeGreaterThan(1);
  for (const { Environment } of containers) {
    expect(Environment).toContainEqual({ Name: 'SERVICE_REVISION', Value: 'a'.repeat(12) });
  }
});

describe('the deployment of the API', () => {
  /** Its logical id: with another one API Gateway gets a new copy of the methods. */
  const idIn = (stage: TapStage) => {
    const [deployment] = stage.node
      .findAll()
      .filter((construct): construct is CfnDeployment => construct instanceof CfnDeployment);
    return deployment?.stack.resolve(deployment.ref) as unknown;
  };
  const shipped = idIn(dev);
  const idOf = (edit: (environment: EnvironmentData) => void) => {
    const configuration = parsed((data) => edit(environmentAt(data, 0)));
    const [environment] = configuration.environments;
    if (!environment) throw new Error('no environment');
    return idIn(stageOf(configuration, environment));
  };

  test('is the same for the same link and target, whatever else changes', () => {
    expect(shipped).toEqual({ Ref: expect.stringMatching(/^ShopApiDeployment/) });
    expect(
      idOf((environment) => {
        environment.network = { ...environment.network, natGateways: 2 };
        environment.containers = { ...environment.containers, maxTasks: 20 };
      }),
    ).toEqual(shipped);
  });

  test('is another one for another link', () => {
    const moved = idOf((environment) => {
      environment.network = { ...environment.network, zoneIds: ['use1-az5', 'use1-az6'] };
    });
    expect(moved).not.toEqual(shipped);
  });

  test('is another one where the load balancer is called by TLS, under another name', () => {
    const certificateArn = 'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-0000-0000-000000000000';
    const secure = idOf((environment) => {
      environment.edge = { ...environment.edge, origin: { domain: 'origin.example.com', certificateArn } };
    });
    expect(secure).not.toEqual(shipped);
  });
});

/** What tells the link and its target from others, in an environment with an edit. */
function identityOf(edit: (environment: EnvironmentData) => void): unknown {
  const [settings] = parsed((data) => edit(environmentAt(data, 0))).environments;
  if (!settings) throw new Error('no environment');
  const stack = new Stack(new App(), 'Stack');
  const vpc = new ec2.Vpc(stack, 'Vpc', { ipAddresses: ec2.IpAddresses.cidr(settings.network.cidr) });
  const parts = { settings, vpc, subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } };
  const loadBalancer = new InternalLoadBalancer(stack, 'LoadBalancer', parts);
  return stack.resolve(new LoadBalancerLink(stack, 'Link', { ...parts, loadBalancer }).identity);
}

/** An edit of the network. */
const network = (change: Partial<EnvironmentData['network']>) => (environment: EnvironmentData) => {
  environment.network = { ...environment.network, ...change };
};

test('a link is the same one for whatever it does not depend on', () => {
  expect(identityOf(network({ natGateways: 2 }))).toEqual(identityOf(() => undefined));
});

test.each([
  ['the addresses of the network change, and every subnet with them', network({ cidr: '10.99.0.0/16' })],
  ['it gets a subnet more', network({ availabilityZones: 3 })],
  ['its subnets move to other zones', network({ zoneIds: ['use1-az5', 'use1-az6'] })],
])('a link is another one when %s', (_what, edit) => {
  expect(identityOf(edit)).not.toEqual(identityOf(() => undefined));
});

/** Limits of names that the CDK makes out of ours, by type and property. */
const madeNames = [
  { type: 'AWS::CloudFront::VpcOrigin', path: ['VpcOriginEndpointConfig', 'Name'], limit: 64 },
  { type: 'AWS::CloudFront::OriginAccessControl', path: ['OriginAccessControlConfig', 'Name'], limit: 64 },
  { type: 'AWS::CloudFront::Function', path: ['Name'], limit: 64 },
  { type: 'AWS::CloudFront::ResponseHeadersPolicy', path: ['ResponseHeadersPolicyConfig', 'Name'], limit: 128 },
  { type: 'AWS::ApiGatewayV2::VpcLink', path: ['Name'], limit: 128 },
  { type: 'AWS::ECS::TaskDefinition', path: ['Family'], limit: 255 },
  { type: 'AWS::ApplicationAutoScaling::ScalingPolicy', path: ['PolicyName'], limit: 256 },
  { type: 'AWS::IAM::Policy', path: ['PolicyName'], limit: 128 },
  { type: 'AWS::CloudWatch::Alarm', path: ['AlarmName'], limit: 255 },
];

describe('the stage of the longest environment name that is accepted', () => {
  const longest = `L${'o'.repeat(15)}`;
  const configuration = parseConfiguration(
    edited((data) => {
      environmentAt(data, 0).name = longest;
    }),
    {},
  );
  const [environment] = configuration.environments;
  const stacks = environment ? stacksIn(stageOf(configuration, environment)) : [];
  const templates = stacks.map((stack) => Template.fromStack(stack));

  test('is deployed in at most four levels, the network first and the doors last', () => {
    const levels = Object.fromEntries(stacks.map((stack) => [stack.node.id, levelOf(stack)]));
    expect(levels).toMatchObject({ Network: 1, Data: 2, Observability: 2, Service: 3, Api: 4, Edge: 4 });
    expect(Math.max(...Object.values(levels))).toBe(4);
  });

  test("trusts exactly the pipeline's role of the same gate", () => {
    const roles = templates
      .flatMap((template) => propertiesOf(template, 'AWS::IAM::Role'))
      .filter(({ RoleName }) => /-gate$/.test(String(RoleName)));
    expect(roles).toHaveLength(gateNames.length);
    const names = physicalNames(configuration.application, longest);
    for (const { RoleName, AssumeRolePolicyDocument } of roles) {
      const gate = String(RoleName).split('-').at(-2) as GateName;
      expect(JSON.stringify(AssumeRolePolicyDocument)).toContain(`:role/${names[`${gate}JobRole`]}"`);
    }
  });

  test.each(madeNames)('makes names within the limit of $type', ({ type, path, limit }) => {
    const names = templates
      .flatMap((template) => propertiesOf(template, type))
      .map((properties) => path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], properties));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      expect(typeof name).toBe('string');
      expect(String(name).length).toBeLessThanOrEqual(limit);
    }
  });

  test('leaves the names of load balancers, target groups, buckets and topics to CloudFormation', () => {
    const types = {
      'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Name',
      'AWS::ElasticLoadBalancingV2::TargetGroup': 'Name',
      'AWS::S3::Bucket': 'BucketName',
      'AWS::SNS::Topic': 'TopicName',
    } as const;
    const resources = templates.flatMap((template) => Object.values(allOf(template)));
    const named = resources
      .filter(({ Type }) => Type in types)
      .map(({ Type, Properties }) => Properties[types[Type as keyof typeof types]]);
    expect(named.length).toBeGreaterThan(7);
    expect(named.filter((name) => name !== undefined)).toEqual([]);
  });
});
