import { StartedTasks } from '../../../src/cloud/backing/started-tasks';
import { DeployedStacks, type Owned, ownedOf } from '../../../src/cloud/deployed/deployed-stacks';
import { readService, type ServiceDefinition } from '../../../src/cloud/workloads/service-definition';
import { at, resource, serviceStack } from '../fixtures/stacks';

const cluster: Owned = { ...resource('Alpha-Data', 'Cluster', 'AWS::RDS::DBCluster', 'weather'), environment: 'Alpha' };

function definition(): ServiceDefinition {
  const deployed = new DeployedStacks();
  const stack = serviceStack({ environment: { DB_HOST: 'weather.cluster' } });
  deployed.put(stack);
  const [service] = ownedOf(stack, 'AWS::ECS::Service').map((one) => readService(one, deployed));
  if (!service) throw new Error('the fixture has no service');
  return service;
}

describe('started tasks', () => {
  const noted: string[] = [];
  const tasks = new StartedTasks(
    { note: ({ stack, logicalId }, by) => noted.push(`${stack}/${logicalId} <- ${by}`) },
    {
      reachedBy: (environment, text) => (environment === 'Alpha' && text.includes('weather.cluster') ? [cluster] : []),
    },
  );
  const service = definition();
  const differences = [{ onAws: 'there', here: 'here' }];

  it('have used their service, its task definition, and the databases that their variables name', () => {
    tasks.note(service, { name: 'Alpha/readings/1', differences });
    expect(noted).toEqual([
      'Alpha-Service/Service <- task Alpha/readings/1',
      'Alpha-Service/Task <- task Alpha/readings/1',
      'Alpha-Data/Cluster <- task Alpha/readings/1',
    ]);
  });

  it('differ as the last one did, and not at all where none was started', () => {
    expect(tasks.differencesOf({ arn: service.resource.physicalId })).toEqual(differences);
    expect(tasks.differencesOf({ arn: `arn:aws:ecs:${at.region}:${at.account}:service/weather/other` })).toEqual([]);
  });
});
