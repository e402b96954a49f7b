import type { DeployedResource } from '../../../src/cloud/base/contracts';
import { Ledger } from '../../../src/cloud/base/ledger';
import { type ClassifyParts, classify } from '../../../src/cloud/resources/classify';
import { describers } from '../../../src/cloud/resources/describe/describe';
import { Registry } from '../../../src/cloud/resources/registry';
import { UsageBook } from '../../../src/cloud/resources/usage-book';
import { fakeUpstream } from '../gateway/fake-upstream';

const address = { account: '222222222222', region: 'eu-west-1', stack: 'Alpha-Network' };
const resource = (logicalId: string, type: string): DeployedResource => ({
  ...address,
  logicalId,
  type,
  physicalId: logicalId.toLowerCase(),
  properties: {},
  metadata: {},
});
const vpc = resource('Vpc', 'AWS::EC2::VPC');
const gone = resource('Gone', 'AWS::EC2::VPC');
const opaque = resource('Opaque', 'AWS::ApiGateway::Account');
const link = resource('Link', 'AWS::ApiGatewayV2::VpcLink');
const tasks = resource('Tasks', 'AWS::ECS::Service');

function parts(resources: DeployedResource[]): ClassifyParts {
  const registry = new Registry();
  registry.put({ environment: 'Alpha', ...address, resources });
  // Only the first VPC exists; a question for anything else is answered without it.
  const { upstream } = fakeUpstream(({ body }) =>
    JSON.stringify(body).includes('"vpc"') ? '<vpcId>vpc</vpcId>' : '<none/>',
  );
  return {
    registry,
    usage: new UsageBook(),
    ledger: new Ledger(),
    upstream,
    standInOf: ({ logicalId }) => (logicalId === link.logicalId ? 'a placeholder' : undefined),
  };
}

test('every resource has one class, by what was seen of it', async () => {
  const all = parts([vpc, gone, opaque, link, tasks]);
  all.usage.use(tasks, 'task Alpha/readings/1');
  const items = await classify(all);
  expect(items.map((item) => [item.logicalId, item.class, item.by])).toEqual([
    ['Vpc', 'created', 'DescribeVpcs'],
    ['Gone', 'accepted', ''],
    ['Opaque', 'accepted', ''],
    ['Link', 'stoodIn', 'a placeholder'],
    ['Tasks', 'exercised', 'task Alpha/readings/1'],
  ]);
});

test('a function that only failed is no more than created', async () => {
  const failing = resource('Failing', 'AWS::Lambda::Function');
  const all = parts([failing]);
  const { upstream } = fakeUpstream(() => '{"Configuration":{"FunctionName":"failing"}}');
  const { account, region } = address;
  const at = { at: 0, caller: 'job Alpha/Check', account, region, status: 200, ms: 1, subjects: ['failing'] };
  all.ledger.add({ ...at, service: 'lambda', action: 'Invoke', functionFailed: true });
  const [item] = await classify({ ...all, upstream });
  expect(item).toMatchObject({ class: 'created', by: expect.stringContaining('failed each time') });
});

test('use of a stand-in names what stood in', async () => {
  const all = parts([link]);
  all.usage.use(link, 'gate Alpha/Verify');
  expect(await classify(all)).toMatchObject([{ class: 'exercised', by: 'gate Alpha/Verify (through a placeholder)' }]);
});

test('without any use nothing is exercised, although everything was deployed', async () => {
  const items = await classify(parts([vpc, gone, opaque, link, tasks]));
  expect(items).toHaveLength(5);
  expect(items.filter((item) => item.class === 'exercised')).toEqual([]);
});

test('what the CDK itself needs in an account is no part of the delivery', async () => {
  const all = parts([vpc]);
  all.registry.put({ environment: 'Pipeline', ...address, stack: 'CDKToolkit', resources: [opaque] });
  expect((await classify(all)).map(({ stack }) => stack)).toEqual([address.stack]);
});

test('every question can be asked of a resource with no properties at all', () => {
  const types = Object.keys(describers);
  expect(types.length).toBeGreaterThan(50);
  for (const type of types) expect(() => describers[type]?.(resource('It', type))).not.toThrow();
});
