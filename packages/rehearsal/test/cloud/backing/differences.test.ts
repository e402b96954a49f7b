import { differencesOf } from '../../../src/cloud/backing/differences';

const difference = (onAws: string) => ({ onAws, here: 'here' });
const processes = expect.objectContaining({ onAws: 'tasks run in containers on Fargate' });

describe('differences of an environment', () => {
  it('are those of its databases, doors, tasks and functions, each once', () => {
    const found = differencesOf('Alpha', {
      databases: { differences: (environment) => [difference(`database of ${environment}`)] },
      doors: { all: () => [{ differences: [difference('TLS')] }, { differences: [difference('TLS')] }] as never },
      workloads: { servicesOf: () => [{ arn: 'one' }, { arn: 'other' }] as never },
      startedTasks: { differencesOf: ({ arn }) => [difference(`host of ${arn}`), difference('secrets')] },
      functionAddresses: { differences: (environment) => [difference(`functions of ${environment}`)] },
    });
    expect(found).toEqual([
      difference('database of Alpha'),
      difference('TLS'),
      difference('host of one'),
      difference('secrets'),
      difference('host of other'),
      difference('functions of Alpha'),
      processes,
    ]);
  });

  it('are none, where nothing stands and no task runs', () => {
    const found = differencesOf('Alpha', {
      databases: { differences: () => [] },
      doors: { all: () => [] },
      workloads: { servicesOf: () => [] },
      startedTasks: { differencesOf: () => [] },
      functionAddresses: { differences: () => [] },
    });
    expect(found).toEqual([]);
  });
});
