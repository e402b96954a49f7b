import { type BackingUnderTest, backingUnderTest } from '../fixtures/backing';
import { account, apiId, apiStack, edgeStack, region, resource, serviceStack, stackOf } from '../fixtures/stacks';

const never = new AbortController().signal;

let test: BackingUnderTest;
beforeEach(() => {
  test = backingUnderTest({});
});
afterEach(() => test.end());

const told = () => test.backing.differencesOf('Alpha').map(({ onAws }) => onAws);
const webAcl = expect.stringContaining('web ACL');
const caching = expect.stringContaining('stage caches');
const link = expect.stringContaining('VPC link');
const tasks = expect.stringContaining('Fargate');

/** An API whose methods call a function, in place of a load balancer. */
function functionApi() {
  const { resources, ...stack } = apiStack();
  const uri = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${region}:${account}:function:f`;
  const Integration = { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: `${uri}/invocations` };
  const methods = resources.map((one) =>
    one.type === 'AWS::ApiGateway::Method' ? { ...one, properties: { ...one.properties, Integration } } : one,
  );
  return { ...stack, resources: methods };
}

it('tells of an API with functions alone neither tasks nor a VPC link, web ACL or cache', async () => {
  await test.backing.apply(functionApi(), never);
  expect(told()).toEqual([expect.stringContaining('TLS')]);
});

it('tells of an API with a load balancer that tasks and VPC link are none', async () => {
  await test.backing.apply(serviceStack({ tasks: 1 }), never);
  await test.backing.apply(apiStack(), never);
  expect(told()).toEqual(expect.arrayContaining([tasks, link]));
  expect(told()).not.toContainEqual(webAcl);
});

it('tells of web ACL and cache once they are there, also if a later stack brings them', async () => {
  const api = functionApi();
  const cached = { RestApiId: apiId, StageName: 'v1', CacheClusterEnabled: true };
  const resources = api.resources.map((one) => (one.logicalId === 'Stage' ? { ...one, properties: cached } : one));
  await test.backing.apply({ ...api, resources }, never);
  expect(told()).toContainEqual(caching);
  expect(told()).not.toContainEqual(webAcl);
  const ResourceArn = `arn:aws:apigateway:${region}::/restapis/${apiId}/stages/v1`;
  const association = resource('Alpha-Guard', 'It', 'AWS::WAFv2::WebACLAssociation', 'it', { ResourceArn });
  await test.backing.apply(stackOf('Alpha-Guard', [association]), never);
  expect(told()).toContainEqual(webAcl);
});

it('tells of a distribution what it asks for, and no web ACL or Lambda@Edge that it has not', async () => {
  const withConfig = (changes: object) => {
    const { resources, ...stack } = edgeStack();
    return {
      ...stack,
      resources: resources.map((one) => {
        const config = one.properties.DistributionConfig;
        if (config === undefined) return one;
        return { ...one, properties: { ...one.properties, DistributionConfig: { ...(config as object), ...changes } } };
      }),
    };
  };
  const atEdge = expect.stringContaining('Lambda@Edge');
  await test.backing.apply(serviceStack({ tasks: 1 }), never);
  const FunctionAssociations = [{ EventType: 'viewer-request', FunctionARN: 'arn' }];
  const plain = { DefaultCacheBehavior: { TargetOriginId: 'site', FunctionAssociations } };
  await test.backing.apply(withConfig(plain), never);
  expect(told()).toContainEqual(expect.stringContaining('CloudFront functions'));
  expect(told()).not.toContainEqual(webAcl);
  expect(told()).not.toContainEqual(atEdge);
  const DefaultCacheBehavior = {
    TargetOriginId: 'site',
    LambdaFunctionAssociations: [{ EventType: 'origin-request', LambdaFunctionARN: 'arn' }],
  };
  await test.backing.apply(withConfig({ WebACLId: 'arn', DefaultCacheBehavior }), never);
  expect(told()).toEqual(expect.arrayContaining([webAcl, atEdge]));
  expect(told()).not.toContainEqual(expect.stringContaining('CloudFront functions'));
});
