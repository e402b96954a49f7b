import { StackChanges } from '../../../src/cloud/backing/stack-changes';
import type { DeployedStack } from '../../../src/cloud/base/contracts';
import { DeployedStacks } from '../../../src/cloud/deployed/deployed-stacks';
import { resource, stackOf } from '../fixtures/stacks';

const never = new AbortController().signal;
const service = (revision: number) =>
  stackOf('Alpha-Service', [resource('Alpha-Service', 'Service', 'AWS::ECS::Service', `service:${revision}`)]);
const data = stackOf('Alpha-Data', [resource('Alpha-Data', 'Cluster', 'AWS::RDS::DBCluster', 'weather')]);

/** Parts that note what is asked of them; `deploy` is what services do. */
function rig(deploy: (stack: DeployedStack, signal: AbortSignal) => Promise<void> = async () => undefined) {
  const deployed = new DeployedStacks();
  const stopping = new AbortController();
  const asked: string[] = [];
  const note = (name: string) => async () => void asked.push(name);
  const changes = new StackChanges(
    { deployed, stopping },
    {
      databases: { apply: note('databases'), retain: note('retain databases') },
      workloads: {
        applyLoadBalancers: note('load balancers'),
        deploy: async (stack, signal) => {
          asked.push('tasks');
          await deploy(stack, signal);
        },
        retain: note('retain workloads'),
        targetGroups: () => [],
        ecsServices: () => [],
      },
      doors: { apply: note('doors'), retain: note('retain doors') },
      functionAddresses: { apply: note('functions') },
      alarms: { apply: note('alarms'), retain: () => void asked.push('retain alarms') },
      measurements: { declare: () => void asked.push('metrics') },
      taskFaults: { meetHealthChecks: () => void asked.push('faults') },
    },
  );
  return { changes, deployed, stopping, asked };
}

const retained = ['retain doors', 'retain workloads', 'retain databases', 'retain alarms'];
const withoutDatabase = ['load balancers', 'faults', 'tasks', 'doors', 'functions', ...retained, 'metrics', 'alarms'];

describe('a stack that is applied', () => {
  it.each([
    ['without a database', service(1), withoutDatabase],
    ['with a database', data, ['databases', ...withoutDatabase]],
  ])('%s brings its parts in the order in which one leads to the next', async (_, stack, order) => {
    const { changes, deployed, asked } = rig();
    await changes.apply(stack, never);
    expect(asked).toEqual(order);
    expect(deployed.get(stack)).toBe(stack);
  });

  it('leaves the stack as it was when a part of it fails', async () => {
    const { changes, deployed } = rig(async (stack) => {
      if (stack !== first) throw new Error('unhealthy');
    });
    const first = service(1);
    await changes.apply(first, never);
    await expect(changes.apply(service(2), never)).rejects.toThrow('unhealthy');
    expect(deployed.get(first)).toBe(first);
  });

  it('leaves nothing when a part of it fails the first time', async () => {
    const { changes, deployed } = rig(() => Promise.reject(new Error('unhealthy')));
    await expect(changes.apply(service(1), never)).rejects.toThrow('unhealthy');
    expect(deployed.get(service(1))).toBeUndefined();
  });

  it('is given up when the run ends', async () => {
    const { changes, stopping } = rig(
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('given up')), { once: true });
          stopping.abort();
        }),
    );
    await expect(changes.apply(service(1), never)).rejects.toThrow('given up');
  });

  it('waits for the one before it', async () => {
    const { changes, asked } = rig();
    await Promise.all([changes.apply(service(1), never), changes.remove(service(1))]);
    expect(asked).toEqual([...withoutDatabase, ...retained]);
  });
});

test('a stack that is removed takes along what stood behind it', async () => {
  const { changes, deployed, asked } = rig();
  deployed.put(service(1));
  await changes.remove(service(1));
  expect(deployed.get(service(1))).toBeUndefined();
  expect(asked).toEqual(retained);
});
