import { Match } from 'aws-cdk-lib/assertions';
import { physicalNames, zonesOf } from '../../lib/config';
import { template } from '../helpers/assembly';
import { stacksOf } from '../helpers/stacks';
import { configurationOf, variants } from '../helpers/variants';
import { list, onlyOf, propertiesOf, resourcesOf, statementsIn } from './resources';

const { application, environments } = configurationOf();

describe.each(environments)('the network of $name', (environment) => {
  const network = template(environment.name, 'Network');

  test('has three kinds of subnets in each zone of the configuration', () => {
    expect(onlyOf(network, 'AWS::EC2::VPC').CidrBlock).toBe(environment.network.cidr);
    network.resourceCountIs('AWS::EC2::Subnet', 3 * environment.network.availabilityZones);
    network.resourceCountIs('AWS::EC2::NatGateway', environment.network.natGateways);
    const open = propertiesOf(network, 'AWS::EC2::Subnet').filter(({ MapPublicIpOnLaunch }) => MapPublicIpOnLaunch);
    expect(open).toEqual([]);
  });

  test('is in exactly the zones of the configuration, by their ids, with one subnet of each kind in each', () => {
    const subnets = propertiesOf(network, 'AWS::EC2::Subnet');
    const zones = zonesOf(environment);
    expect(zones).toHaveLength(environment.network.availabilityZones);
    expect(subnets.map(({ AvailabilityZoneId }) => AvailabilityZoneId).sort()).toEqual(
      [...zones, ...zones, ...zones].sort(),
    );
    expect(subnets.filter((subnet) => 'AvailabilityZone' in subnet)).toEqual([]);
  });

  test('keeps its flow logs in an encrypted group', () => {
    const [[logicalId, group] = ['', undefined]] = Object.entries(resourcesOf(network, 'AWS::Logs::LogGroup'));
    expect(group?.Properties.KmsKeyId).toBeDefined();
    network.hasResourceProperties('AWS::EC2::FlowLog', { LogGroupName: { Ref: logicalId }, TrafficType: 'ALL' });
  });

  test('reaches what the tasks call without NAT', () => {
    const endpoints = propertiesOf(network, 'AWS::EC2::VPCEndpoint');
    const services = endpoints.map(({ ServiceName }) => JSON.stringify(ServiceName));
    for (const service of ['.s3', '.ecr.api', '.ecr.dkr', '.logs', '.secretsmanager']) {
      expect(services.filter((name) => name.includes(service))).toHaveLength(1);
    }
  });

  test('lets nothing but MySQL and its answers through to the isolated subnets', () => {
    const entries = propertiesOf(network, 'AWS::EC2::NetworkAclEntry');
    expect(entries).toHaveLength(4);
    for (const entry of entries) expect(entry).toMatchObject({ CidrBlock: environment.network.cidr, Protocol: 6 });
    network.resourceCountIs('AWS::EC2::SubnetNetworkAclAssociation', environment.network.availabilityZones);
  });

  test('has one key with rotation, whose alias names the environment', () => {
    expect(onlyOf(network, 'AWS::KMS::Key')).toMatchObject({ EnableKeyRotation: true });
    expect(onlyOf(network, 'AWS::KMS::Alias').AliasName).toBe(physicalNames(application, environment.name).keyAlias);
  });

  test('lets services use the key and the topics for this account alone', () => {
    const policies = ['AWS::KMS::Key', 'AWS::SNS::TopicPolicy'].flatMap((type) => propertiesOf(network, type));
    const ofServices = policies
      .flatMap(statementsIn)
      .filter(({ Principal }) => (Principal as { Service?: unknown }).Service !== undefined);
    expect(ofServices.length).toBe(4);
    for (const { Condition } of ofServices) {
      expect(JSON.stringify(Condition)).toMatch(/aws:SourceAccount|kms:EncryptionContext:aws:logs:arn/);
    }
  });

  test('tells warnings and critical alarms to whom the configuration names', () => {
    const { warning, critical } = environment.alarms.subscriptions;
    const endpoints = propertiesOf(network, 'AWS::SNS::Subscription').map(({ Endpoint }) => Endpoint);
    expect(endpoints.sort()).toEqual([...warning, ...critical].sort());
    network.resourcePropertiesCountIs('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() }, 2);
  });

  test('watches every NAT gateway', () => {
    const watched = propertiesOf(network, 'AWS::CloudWatch::Alarm').filter(
      ({ MetricName }) => MetricName === 'ErrorPortAllocation',
    );
    expect(watched).toHaveLength(environment.network.natGateways);
  });

  test('opens no security group to the whole world', () => {
    const rules = propertiesOf(network, 'AWS::EC2::SecurityGroup').flatMap(({ SecurityGroupIngress }) =>
      list(SecurityGroupIngress),
    );
    expect(rules.length).toBeGreaterThan(0);
    expect(JSON.stringify(rules)).not.toContain('0.0.0.0/0');
  });
});

test('a third zone moves no subnet: the address plan has room for it from the beginning', () => {
  /** Ranges of the subnets by logical id, without the two bytes that are the environment's own. */
  const plan = (name: string) =>
    Object.entries(resourcesOf(template(name, 'Network'), 'AWS::EC2::Subnet')).map(([id, { Properties }]) => [
      id,
      String(Properties.CidrBlock).split('.').slice(2).join('.'),
    ]);
  const byZones = (count: number) => environments.filter(({ network }) => network.availabilityZones === count);
  const [three] = byZones(3);
  if (!three) throw new Error('no environment with three zones');
  expect(byZones(2).length).toBeGreaterThan(0);
  for (const { name } of byZones(2)) expect(plan(three.name)).toEqual(expect.arrayContaining(plan(name)));
});

test.each(variants)('no template asks an account for its zones by letter: %s', (variant) => {
  const stacks = stacksOf(variant);
  expect(stacks.length).toBeGreaterThan(0);
  expect(stacks.filter((stack) => /GetAZs|"AvailabilityZone"/.test(JSON.stringify(stack.template)))).toEqual([]);
});
