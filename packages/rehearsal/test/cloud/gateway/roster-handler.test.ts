import type { Backing, DeployedStack } from '../../../src/cloud/base/contracts';
import type { CustomResourceEvent } from '../../../src/cloud/gateway/custom-resource';
import { deployedStack, RosterHandler } from '../../../src/cloud/gateway/roster-handler';
import { Registry } from '../../../src/cloud/resources/registry';

const address = { account: '222222222222', region: 'eu-west-1', stack: 'Alpha-Service' };

function event(RequestType: CustomResourceEvent['RequestType'], DesiredCount = '1'): CustomResourceEvent {
  return {
    RequestType,
    RequestId: 'r',
    StackId: `arn:aws:cloudformation:${address.region}:${address.account}:stack/${address.stack}/uuid`,
    ResponseURL: 'http://127.0.0.1/answer',
    LogicalResourceId: 'RehearsalRoster',
    ResourceProperties: {
      ServiceToken: 'arn:relay',
      Resources: {
        Service: {
          Type: 'AWS::ECS::Service',
          PhysicalId: 'arn:service',
          Properties: { DesiredCount: { $n: DesiredCount } },
          Metadata: { on: { $b: 'true' } },
        },
      },
    },
  };
}

class FakeBacking implements Backing {
  readonly calls: string[] = [];
  failure: Error | undefined;

  async apply(stack: DeployedStack): Promise<void> {
    this.calls.push(`apply ${stack.environment} ${String(stack.resources[0]?.properties.DesiredCount)}`);
    if (this.failure !== undefined) throw this.failure;
  }

  async remove({ stack }: Pick<DeployedStack, 'stack'>): Promise<void> {
    this.calls.push(`remove ${stack}`);
  }

  localise(text: string) {
    return { text, differences: [] };
  }

  alarmMetrics() {
    return undefined;
  }
  taskLog() {
    return undefined;
  }
  unfedAlarms() {
    return [];
  }

  async stop(): Promise<void> {}
}

let registry: Registry;
let backing: FakeBacking;
let roster: RosterHandler;
beforeEach(() => {
  registry = new Registry();
  registry.assign(address, 'Alpha');
  backing = new FakeBacking();
  roster = new RosterHandler(registry, () => backing, new AbortController().signal);
});

const desired = () => registry.get(address)?.resources[0]?.properties.DesiredCount;

test('a stack is described with restored numbers and booleans', () => {
  expect(deployedStack(event('Create', '3'), 'Alpha')).toEqual({
    environment: 'Alpha',
    ...address,
    resources: [
      {
        ...address,
        logicalId: 'Service',
        type: 'AWS::ECS::Service',
        physicalId: 'arn:service',
        properties: { DesiredCount: 3 },
        metadata: { on: true },
      },
    ],
  });
});

test('a creation that fails is removed again, is not registered, and its reason goes on', async () => {
  backing.failure = new Error('no healthy task');
  await expect(roster.handle(event('Create'))).rejects.toThrow('no healthy task');
  expect(backing.calls).toEqual(['apply Alpha 1', 'remove Alpha-Service']);
  expect(registry.get(address)).toBeUndefined();
});

test('an update that fails leaves the registry at the previous state, and the rollback applies that again', async () => {
  await roster.handle(event('Create', '1'));
  backing.failure = new Error('no healthy task');
  await expect(roster.handle(event('Update', '2'))).rejects.toThrow('no healthy task');
  expect(desired()).toBe(1);
  backing.failure = undefined;
  await roster.handle(event('Update', '1'));
  expect(desired()).toBe(1);
  expect(backing.calls).toEqual(['apply Alpha 1', 'apply Alpha 2', 'apply Alpha 1']);
});

test('a deletion removes the stack from registry and backing', async () => {
  await roster.handle(event('Create'));
  await roster.handle(event('Delete'));
  expect(registry.all()).toEqual([]);
  expect(backing.calls.at(-1)).toBe('remove Alpha-Service');
});

test('a stack that no stage deployed was deployed by hand', async () => {
  const other = new Registry();
  await new RosterHandler(other, () => backing, new AbortController().signal).handle(event('Create'));
  expect(other.all().map(({ environment }) => environment)).toEqual(['Pipeline']);
});
