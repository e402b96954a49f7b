import { ownerMetadata, ownershipOf } from '../../contracts/ownership';
import { namePrefix } from '../../lib/config/index';
import { stacksOf } from '../helpers/assembly';
import { configurationOf } from '../helpers/variants';

const owner = { path: 'PipelineStack/Dev/Network', namePrefix: 'tap-dev' };
const inOwnPath = 'PipelineStack/Dev/Network/Key/Resource';
const template = (path: string, name: unknown, Metadata?: object) =>
  JSON.stringify({
    Metadata,
    Resources: { A: { Type: 'T', Metadata: { 'aws:cdk:path': path }, Properties: { Name: { Deep: [name] } } } },
  });

describe("a stack is the environment's", () => {
  test.each([
    'tap-dev',
    'alias/tap-dev',
    'tap-dev-nat-port-errors-1',
    '/aws/rds/cluster/tap-dev/audit',
    'aws-waf-logs-tap-dev-api',
    'amazon-apigateway-tap-dev',
    ':role/tap-dev-load-job',
  ])('by its path and a name such as %s', (name) => {
    expect(ownershipOf(template(inOwnPath, name), owner)).toBe('own');
  });

  test('by saying so, whatever names are in it', () => {
    expect(ownershipOf(template(inOwnPath, { Ref: 'Key' }, { [ownerMetadata]: 'tap-dev' }), owner)).toBe('own');
  });
});

describe("a stack is somebody else's", () => {
  test.each([
    ['one of another app of the CDK', template('Other/Dev/Network/Key/Resource', 'tap-dev')],
    ['another stack of the environment', template('PipelineStack/Dev/NetworkTwo/Key/Resource', 'tap-dev')],
    ['one of another environment', template('PipelineStack/Qa/Network/Key/Resource', 'tap-dev')],
    ['one that says so', template(inOwnPath, 'tap-dev', { [ownerMetadata]: 'other-dev' })],
    ['one that nobody made by the CDK', JSON.stringify({ Resources: { A: { Type: 'T' } } })],
    ['one in YAML', 'Resources: {}'],
    ['one that is no template', 'null'],
  ])('as %s', (_what, text) => {
    expect(ownershipOf(text, owner)).toBe('foreign');
  });
});

describe('nothing shows whose a stack is', () => {
  test.each([
    ['whose names are of another application', template(inOwnPath, 'map-tap-dev')],
    ['whose names are of an application that ends the same way', template(inOwnPath, 'xtap-dev')],
    ['whose names are of an environment that begins the same way', template(inOwnPath, 'tap-dev2-alarm')],
    ['without a name', template(inOwnPath, { Ref: 'Key' })],
    ['without a path', JSON.stringify({ Resources: { A: { Type: 'T', Properties: { Name: 'tap-dev' } } } })],
    ['without a template', ''],
  ])('%s', (_what, text) => {
    expect(ownershipOf(text, owner)).toBe('unproven');
  });
});

describe('every stack of an environment', () => {
  const { application } = configurationOf();
  const stacks = stacksOf().flatMap(({ stage, path, template: { Metadata, ...rest } }) =>
    stage === undefined
      ? []
      : { path, namePrefix: namePrefix(application, stage), said: Metadata, rest: withPath(path, rest.Resources) },
  );

  /** The CDK's command line has paths written into templates; a synth of the tests has not. */
  function withPath(path: string, Resources: object): string {
    return JSON.stringify({ Resources: { ...Resources, Any: { Metadata: { 'aws:cdk:path': `${path}/Any` } } } });
  }

  test('says whose it is', () => {
    expect(stacks.length).toBeGreaterThan(5);
    for (const { path, namePrefix: own, said } of stacks) {
      expect([path, said?.[ownerMetadata]]).toEqual([path, own]);
    }
  });

  test('was known before it did, by its path and a name', () => {
    for (const { path, namePrefix: own, rest } of stacks) {
      expect([path, ownershipOf(rest, { path, namePrefix: own })]).toEqual([path, 'own']);
      expect(ownershipOf(rest, { path, namePrefix: `other-${own}` })).toBe('unproven');
    }
  });
});
