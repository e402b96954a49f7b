import { type DeriveContext, deriveTemplate, foreignOutputs } from '../../../../src/cloud/gateway/templates/derive';
import { rosterId, rosterType } from '../../../../src/cloud/gateway/templates/roster-resource';
import { standInType } from '../../../../src/cloud/gateway/templates/stand-in-types';
import type { Template } from '../../../../src/cloud/gateway/templates/template';

const unknown = 'AWS::CodePipeline::Pipeline';
const context: DeriveContext = {
  originalHash: 'f'.repeat(64),
  relayArn: 'arn:relay',
  unknownTypes: new Set([unknown]),
  account: '222222222222',
  region: 'eu-west-1',
  foreignOutput: ({ account, region, stack, output }) => [account, region, stack, output].join('/'),
  functionEndpoint: (logicalId) => `http://gateway/${logicalId}`,
};
const derive = (template: Template) => deriveTemplate(template, context);
const resource = (Type: string, rest: object = {}): Template => ({ Resources: { It: { Type, ...rest } } });

test('a known type stays as it is', () => {
  const template = resource('AWS::SNS::Topic', { Properties: { DisplayName: 'x' }, Metadata: { a: 1 } });
  expect(derive(template).derived.Resources.It).toEqual(template.Resources.It);
  expect(derive(template).changes).toEqual([]);
});

test('an unknown type becomes a stand-in that keeps properties, condition, dependencies and policies', () => {
  const kept = { Condition: 'Yes', DependsOn: ['Other'], DeletionPolicy: 'Retain', Metadata: { a: 1 } };
  const template = resource(unknown, { ...kept, UpdatePolicy: { x: 1 }, Properties: { Name: 'p', Stages: 3 } });
  const { derived, changes } = derive({
    ...template,
    Outputs: { Version: { Value: { 'Fn::GetAtt': ['It', 'Version'] } } },
  });
  expect(derived.Resources.It).toEqual({
    ...kept,
    Type: standInType(unknown),
    Properties: expect.objectContaining({
      ServiceToken: context.relayArn,
      StandInFor: unknown,
      Original: { Name: 'p', Stages: { $n: '3' } },
      Attributes: ['Version'],
    }),
  });
  expect(changes).toHaveLength(1);
});

test('every custom resource has a time limit, and one of its own is respected', () => {
  const limit = (template: Template) => derive(template).derived.Resources.It?.Properties?.ServiceTimeout;
  expect(limit(resource('Custom::Thing', { Properties: { ServiceToken: 'arn:f' } }))).toBe(120);
  expect(limit(resource('Custom::Thing', { Properties: { ServiceToken: 'arn:f', ServiceTimeout: 7 } }))).toBe(7);
});

test('a bucket deployment keeps its type and goes to the gateway instead of its function', () => {
  const type = 'Custom::CDKBucketDeployment';
  const { derived } = derive(resource(type, { Properties: { ServiceToken: 'arn:f', DestinationBucketName: 'site' } }));
  expect(derived.Resources.It).toMatchObject({
    Type: type,
    Properties: { ServiceToken: context.relayArn, Original: { DestinationBucketName: 'site' } },
  });
});

test('an alarm with metric math is stood in, one without is not', () => {
  const type = 'AWS::CloudWatch::Alarm';
  expect(derive(resource(type, { Properties: { Metrics: [] } })).derived.Resources.It?.Type).toBe(standInType(type));
  expect(derive(resource(type, { Properties: { MetricName: 'm' } })).derived.Resources.It?.Type).toBe(type);
});

test('a record in a zone that exists on AWS alone is stood in, one in a zone of the template is not', () => {
  const type = 'AWS::Route53::RecordSet';
  const typeIn = (HostedZoneId: unknown) =>
    derive(resource(type, { Properties: { HostedZoneId } })).derived.Resources.It?.Type;
  expect(typeIn('Z0123456789ABCDEFGHIJ')).toBe(standInType(type));
  expect(typeIn({ Ref: 'Zone' })).toBe(type);
});

test('a function calls AWS through the gateway as itself, with its own variables kept', () => {
  const { derived, changes } = derive(
    resource('AWS::Lambda::Function', {
      Properties: { Environment: { Variables: { A: '1', AWS_ENDPOINT_URL_SQS: 'https://elsewhere' } } },
    }),
  );
  expect(derived.Resources.It?.Properties?.Environment).toEqual({
    Variables: { A: '1', AWS_ENDPOINT_URL: context.functionEndpoint('It') },
  });
  expect(changes.map(({ change }) => change)).toContainEqual(expect.stringContaining('AWS_ENDPOINT_URL_SQS'));
});

test('attributes that the emulator lacks are taken from the template', () => {
  const template: Template = {
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } } },
    },
  };
  expect(derive(template).derived.Resources.Topic?.Properties?.DisplayName).toBe('10.0.0.0/16');
});

test.each([
  ['HTTP', 'https://'],
  ['WEBSOCKET', 'wss://'],
])("the address of an API is the one that AWS gives it, and not the emulator's own: %s", (ProtocolType, scheme) => {
  const { derived } = derive({
    ...resource('AWS::ApiGatewayV2::Api', { Properties: { ProtocolType } }),
    Outputs: {
      Address: { Value: { 'Fn::GetAtt': ['It', 'ApiEndpoint'] } },
      Id: { Value: { 'Fn::GetAtt': ['It', 'ApiId'] } },
    },
  });
  const host = [{ Ref: 'It' }, '.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }];
  expect(derived.Outputs).toEqual({
    Address: { Value: { 'Fn::Join': ['', [scheme, ...host]] } },
    Id: { Value: { 'Fn::GetAtt': ['It', 'ApiId'] } },
  });
});

test('outputs of stacks in another region or account become their values, the others are left to the emulator', () => {
  const ask = (Region: string, RoleArn?: unknown) => ({
    'Fn::GetStackOutput': {
      StackName: 'Alpha-Edge',
      OutputName: 'Arn',
      Region,
      RoleArn,
    },
  });
  const role = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::333333333333:role/outputs']] };
  const own = ask('eu-west-1');
  const template = resource('AWS::SNS::Topic', {
    Properties: { A: ask('us-east-1'), B: ask('eu-west-1', role), C: own },
  });
  const asked = { stack: 'Alpha-Edge', output: 'Arn' };
  expect(foreignOutputs(template, context)).toEqual([
    { ...asked, account: context.account, region: 'us-east-1' },
    { ...asked, account: '333333333333', region: 'eu-west-1' },
  ]);
  expect(derive(template).derived.Resources.It?.Properties).toEqual({
    A: '222222222222/us-east-1/Alpha-Edge/Arn',
    B: '333333333333/eu-west-1/Alpha-Edge/Arn',
    C: own,
  });
});

test('the transform of hosted rotation is left out, and others are not', () => {
  const transformed = (Transform: unknown) => derive({ ...resource('AWS::SNS::Topic'), Transform }).derived.Transform;
  expect(transformed('AWS::SecretsManager-2024-09-16')).toBeUndefined();
  expect(transformed(['AWS::LanguageExtensions', 'AWS::SecretsManager-2024-09-16'])).toEqual([
    'AWS::LanguageExtensions',
  ]);
});

test('the original is known by its hash in the derived template', () => {
  const { derived } = derive({ ...resource('AWS::SNS::Topic'), Metadata: { mine: 1 } });
  expect(derived.Metadata).toEqual({ mine: 1, Rehearsal: { original: context.originalHash } });
});

describe('the roster', () => {
  const template: Template = {
    Resources: {
      Topic: {
        Type: 'AWS::SNS::Topic',
        Properties: { FifoTopic: true },
        Metadata: { text: { 'Fn::GetAtt': ['Topic', 'Odd'] } },
      },
      Pipeline: { Type: unknown, Condition: 'Yes', Properties: { Topic: { 'Fn::GetAtt': ['Topic', 'TopicArn'] } } },
    },
  };
  const roster = derive(template).derived.Resources[rosterId];
  const listed = roster?.Properties?.Resources as Record<string, Record<string, unknown>>;

  test('depends on every resource and lists each with type, id and properties of the original', () => {
    expect(roster).toMatchObject({ Type: rosterType, DependsOn: ['Topic', 'Pipeline'] });
    expect(Object.keys(listed)).toEqual(['Topic', 'Pipeline']);
    expect(listed.Topic).toMatchObject({
      Type: 'AWS::SNS::Topic',
      PhysicalId: { Ref: 'Topic' },
      Properties: { FifoTopic: { $b: 'true' } },
    });
  });

  test('lists a resource only under its condition', () => {
    expect(listed.Pipeline).toEqual({
      'Fn::If': ['Yes', expect.objectContaining({ Type: unknown }), { Ref: 'AWS::NoValue' }],
    });
  });

  test('asks for no attribute that only metadata names, because the emulator may lack it', () => {
    expect(listed.Topic?.Metadata).toEqual({ text: 'unresolved:Topic.Odd' });
  });
});

test('the same original becomes the same derived template', () => {
  const template = resource(unknown, { Properties: { Name: 'p' } });
  expect(JSON.stringify(derive(structuredClone(template)).derived)).toBe(JSON.stringify(derive(template).derived));
});

test('zones that are named by id become zones of the emulator, and stay as many as they are', () => {
  const subnet = (zone: object) => ({ Type: 'AWS::EC2::Subnet', Properties: { CidrBlock: '10.0.0.0/24', ...zone } });
  const ids = ['euw1-az4', 'euw1-az1', 'euw1-az3'];
  const { derived, changes } = derive({
    Resources: {
      ...Object.fromEntries(
        ids.flatMap((id, at) => ['A', 'B'].map((kind) => [`${kind}${at}`, subnet({ AvailabilityZoneId: id })])),
      ),
      ByLetter: subnet({ AvailabilityZone: 'eu-west-1b' }),
      ByReference: subnet({ AvailabilityZoneId: { Ref: 'Zone' } }),
    },
  });
  const properties = (id: string) => derived.Resources[id]?.Properties;
  const zones = ids.map((_, at) => properties(`A${at}`)?.AvailabilityZone);
  expect(new Set(zones).size).toBe(ids.length);
  expect(zones.every((zone) => /^eu-west-1[abc]$/.test(String(zone)))).toBe(true);
  expect(ids.map((_, at) => properties(`B${at}`)?.AvailabilityZone)).toEqual(zones);
  expect(properties('A0')).toEqual({ CidrBlock: '10.0.0.0/24', AvailabilityZone: zones[0] });
  expect(properties('ByLetter')?.AvailabilityZone).toBe('eu-west-1b');
  expect(properties('ByReference')?.AvailabilityZoneId).toEqual({ Ref: 'Zone' });
  expect(changes.map(({ resource: id }) => id).sort()).toEqual(['A0', 'A1', 'A2', 'B0', 'B1', 'B2']);
  expect(changes[0]?.change).toContain('euw1-az4');
});

describe('the secret for a source', () => {
  const literal = '{{resolve:secretsmanager:github-token:SecretString:::}}';
  const joined = {
    'Fn::Join': [
      '',
      [
        '{{resolve:secretsmanager:arn:',
        { Ref: 'AWS::Partition' },
        ':secretsmanager:eu-west-1:222222222222:secret:t:SecretString:::}}',
      ],
    ],
  };
  const substituted = { 'Fn::Sub': `{{resolve:secretsmanager:\${AWS::StackName}-token:SecretString:token}}` };
  const pipelineWith = (OAuthToken: unknown) => ({
    Type: unknown,
    Properties: {
      Stages: [{ Name: 'Source', Actions: [{ Configuration: { Owner: 'team', Branch: 'main', OAuthToken } }] }],
    },
  });
  const hook = {
    Type: 'AWS::CodePipeline::Webhook',
    Properties: { AuthenticationConfiguration: { SecretToken: '{{resolve:ssm-secure:/hook:1}}' } },
  };

  test.each([
    ['by its name', literal],
    ['by an ARN of parts', joined],
    ['by a name with a variable in it', substituted],
  ])('is looked up neither for the stand-in nor for the roster, where it is referred to %s', (_how, token) => {
    const { derived, changes } = derive({ Resources: { It: pipelineWith(token), Hook: hook } });
    const text = JSON.stringify(derived);
    expect(text).not.toContain('{{resolve:');
    const left = JSON.stringify({ Owner: 'team', Branch: 'main', OAuthToken: 'not looked up' });
    // Once in the stand-in, once in the roster; the rest of the action stays.
    expect(text.split(left)).toHaveLength(3);
    expect(text.split('"SecretToken":"not looked up"')).toHaveLength(3);
    const noted = changes.filter(({ change }) => change.includes('secret for its source'));
    expect(noted.map(({ resource: id }) => id)).toEqual(['It', 'Hook']);
  });

  test('leaves a pipeline without one, and a parameter that is no secret, as they are', () => {
    const parameter = '{{resolve:ssm:/branch:1}}';
    const { derived, changes } = derive({
      Resources: { It: pipelineWith(parameter), Other: pipelineWith({ Ref: 'T' }) },
    });
    expect(JSON.stringify(derived).split(parameter)).toHaveLength(3);
    expect(JSON.stringify(changes)).not.toContain('secret');
  });

  test.each([
    ['AWS::RDS::DBCluster', literal],
    ['AWS::Lambda::Function', joined],
    ['Custom::Thing', literal],
  ])('is no other: what %s refers to is looked up', (type, MasterUserPassword) => {
    const { derived, changes } = derive(resource(type, { Properties: { MasterUserPassword } }));
    expect(derived.Resources.It?.Properties?.MasterUserPassword).toEqual(MasterUserPassword);
    expect(JSON.stringify(derived.Resources[rosterId])).toContain('{{resolve:secretsmanager:');
    expect(JSON.stringify(changes)).not.toContain('secret');
  });
});
