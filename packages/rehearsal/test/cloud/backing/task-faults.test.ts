import { type TaskFault, TaskFaults } from '../../../src/cloud/backing/task-faults';
import { DeployedStacks, ownedOf } from '../../../src/cloud/deployed/deployed-stacks';
import { readService, type ServiceDefinition } from '../../../src/cloud/workloads/service-definition';
import type { ContainerDefinition } from '../../../src/cloud/workloads/task-definition';
import { serviceStack, targetGroupArn } from '../fixtures/stacks';

/** The service `Alpha/readings` with an init container, as it is read from a stack. */
function readings(): ServiceDefinition {
  const deployed = new DeployedStacks();
  const stack = serviceStack({ migrate: true });
  deployed.put(stack);
  const [service] = ownedOf(stack, 'AWS::ECS::Service').map((resource) => readService(resource, deployed));
  if (!service) throw new Error('the fixture has no service');
  return service;
}

function container(service: ServiceDefinition, name: string): ContainerDefinition {
  const found = service.taskDefinition.containers.find((one) => one.name === name);
  if (!found) throw new Error(`the fixture has no container ${name}`);
  return found;
}

function faultsWith(current: TaskFault | undefined): TaskFaults {
  const faults = new TaskFaults();
  faults.current = current;
  return faults;
}

describe('task faults', () => {
  const service = readings();
  const commandOf = (faults: TaskFaults, name: string) =>
    faults.commandOf(service, container(service, name), container(service, name).command);

  it.each<[string, TaskFault]>([
    ['everywhere', { kind: 'crash-at-start' }],
    ['in its environment', { kind: 'crash-at-start', environment: 'Alpha' }],
    ['in its service', { kind: 'crash-at-start', environment: 'Alpha', service: 'readings' }],
  ])('crash a container that is ordered to %s, and no init container', (_, fault) => {
    const faults = faultsWith(fault);
    expect(commandOf(faults, 'readings')).toEqual(['node', '-e', 'process.exit(1)']);
    expect(commandOf(faults, 'migrate')).toEqual(['node', 'server.js', 'migrate']);
  });

  it.each<[string, TaskFault | undefined]>([
    ['nothing is ordered', undefined],
    ['another environment is meant', { kind: 'crash-at-start', environment: 'De' }],
    ['another service is meant', { kind: 'crash-at-start', service: 'log' }],
    ['the fault is another', { kind: 'unhealthy' }],
  ])('start a container as its definition says when %s', (_, fault) => {
    expect(commandOf(faultsWith(fault), 'readings')).toEqual(['node', 'server.js', 'readings']);
  });

  const groups = [
    { arn: targetGroupArn, environment: 'Alpha', failChecks: false },
    { arn: 'other', environment: 'Alpha', failChecks: false },
    { arn: 'far', environment: 'Gamma', failChecks: false },
  ];
  const workloads = (deployed: boolean) => ({
    targetGroups: (environment?: string) =>
      groups.filter((group) => environment === undefined || group.environment === environment),
    ecsServices: () => [{ definition: deployed ? service : undefined }],
  });
  const failing = () => groups.filter(({ failChecks }) => failChecks).map(({ arn }) => arn);

  it.each<[string, TaskFault, boolean, readonly string[]]>([
    ['all', { kind: 'unhealthy' }, true, [targetGroupArn, 'other', 'far']],
    ['those of an environment', { kind: 'unhealthy', environment: 'Alpha' }, true, [targetGroupArn, 'other']],
    ['those of a service', { kind: 'unhealthy', environment: 'Alpha', service: 'readings' }, true, [targetGroupArn]],
    ['none of a service that is not deployed yet', { kind: 'unhealthy', service: 'readings' }, false, []],
  ])('fail the health checks of %s, until the fault is taken back', (_, fault, deployed, expected) => {
    const faults = faultsWith(fault);
    faults.meetHealthChecks(workloads(deployed));
    expect(failing()).toEqual(expected);
    faults.current = undefined;
    faults.meetHealthChecks(workloads(deployed));
    expect(failing()).toEqual([]);
  });
});
