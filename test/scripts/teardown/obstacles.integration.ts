import { queryAnswer, type Recording } from '../../helpers/recorded-aws';
import { RecordedAccount, type RecordedResource, type RecordedStack } from './recorded-account';
import {
  environment,
  environmentAccount,
  environmentProfile,
  pipelineAccount,
  recordedTeardown,
  region,
  stages,
} from './recorded-teardown';

const { call } = recordedTeardown();

/** Everything that was found is said, and nothing was deleted. */
async function hindered(stacks: readonly RecordedStack[], more?: Recording, args?: readonly string[]) {
  const account = new RecordedAccount(stacks);
  const { exitCode, said, errors } = await call(account, args, more);
  expect(exitCode).toBe(1);
  expect(account.begun).toEqual([]);
  return said + errors;
}

describe('nothing is deleted (recorded)', () => {
  const cluster: RecordedResource = {
    logicalId: 'Cluster',
    physicalId: 'tap-dev',
    type: 'AWS::RDS::DBCluster',
    deletionPolicy: 'Snapshot',
  };
  const loadBalancer: RecordedResource = {
    logicalId: 'Alb',
    physicalId: `arn:aws:elasticloadbalancing:${region}:${environmentAccount}:loadbalancer/app/alb/1`,
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  };
  const services =
    (isProtected: boolean): Recording =>
    ({ what, input }) => {
      if (what === 'rds DescribeDBClusters') {
        expect(input.DBClusterIdentifier).toBe('tap-dev');
        return queryAnswer(
          'DescribeDBClusters',
          `<DBClusters><DBCluster><DBClusterIdentifier>tap-dev</DBClusterIdentifier><DeletionProtection>${isProtected}</DeletionProtection><DBClusterMembers><DBClusterMember><DBInstanceIdentifier>writer</DBInstanceIdentifier></DBClusterMember></DBClusterMembers></DBCluster></DBClusters>`,
        );
      }
      if (what === 'rds DescribeDBClusterSnapshots')
        return queryAnswer(
          'DescribeDBClusterSnapshots',
          '<DBClusterSnapshots><DBClusterSnapshot><DBClusterSnapshotIdentifier>last</DBClusterSnapshotIdentifier><Status>available</Status></DBClusterSnapshot></DBClusterSnapshots>',
        );
      if (what === 'elasticloadbalancing DescribeLoadBalancerAttributes') {
        return queryAnswer(
          'DescribeLoadBalancerAttributes',
          `<Attributes><member><Key>deletion_protection.enabled</Key><Value>${isProtected}</Value></member></Attributes>`,
        );
      }
      return undefined;
    };
  const withBoth = environment('Dev', {
    Data: { exports: ['Dev-Data:Proxy'], imports: ['Dev-Network:Vpc'], resources: [cluster] },
    Service: {
      resources: [loadBalancer],
      exports: ['Dev-Service:Alb'],
      imports: ['Dev-Data:Proxy', 'Dev-Network:Vpc'],
    },
  });

  test('while protections are on: each with its command; without them it goes', async () => {
    const said = await hindered(
      withBoth.map((stack) => ({ ...stack, terminationProtection: stack.name === 'Dev-Data' })),
      services(true),
    );
    expect(said).toContain('TAP6506');
    expect(said).toContain('--no-enable-termination-protection --stack-name Dev-Data');
    expect(said).not.toContain('--stack-name Dev-Api');
    expect(said).toMatch(/modify-db-cluster .*tap-dev --no-deletion-protection/);
    expect(said).not.toContain('delete-db-instance');
    expect(said).toContain('Key=deletion_protection.enabled,Value=false');
    const account = new RecordedAccount(withBoth);
    const { exitCode, said: end } = await call(account, undefined, services(false));
    expect(exitCode).toBe(0);
    expect(end).toMatch(/snapshot last of tap-dev, available\n.*delete-db-cluster-snapshot .*last/);
  });

  test('while a cluster is there that its template keeps, protected or not: the network could not go', async () => {
    const kept = withBoth.map((stack) =>
      stack.name === 'Dev-Data' ? { ...stack, resources: [{ ...cluster, deletionPolicy: 'Retain' }] } : stack,
    );
    const said = await hindered(kept, services(false));
    expect(said).toMatch(
      /create-db-cluster-snapshot[\s\S]*delete-db-instance .*writer[\s\S]*delete-db-cluster .*tap-dev --final-db-snapshot-identifier tap-dev-final/,
    );
    const gone: Recording = (one) =>
      one.what === 'rds DescribeDBClusters'
        ? { error: 'DBClusterNotFoundFault', message: 'DBCluster tap-dev not found', status: 404 }
        : services(false)(one);
    const end = await call(new RecordedAccount(kept), undefined, gone);
    expect(end.exitCode).toBe(0);
    expect(end.said).toContain('Gone already: AWS::RDS::DBCluster tap-dev of Dev-Data');
    // Taken by the commands of the refusal, and lost with the key that it is encrypted with.
    expect(end.said).toMatch(/snapshot last of tap-dev, available\n.*delete-db-cluster-snapshot .*last/);
    expect(end.said).not.toMatch(/^ {2}AWS::RDS::DBCluster, \d/m);
    expect(said).toContain('tap-dev of Dev-Data');
  });

  test('while a stack is being changed; one that is being deleted is joined', async () => {
    const said = await hindered(environment('Dev', { Api: { status: 'UPDATE_IN_PROGRESS' } }));
    expect(said).toMatch(/TAP6507: Dev-Api .*UPDATE_IN_PROGRESS/);
    const account = new RecordedAccount(environment('Dev', { Api: { status: 'DELETE_IN_PROGRESS' } }));
    expect((await call(account)).exitCode).toBe(0);
    expect(account.begun.filter((name) => name === 'Dev-Api')).toHaveLength(1);
  });

  test.each(['Dev', 'Build'])('while the pipeline is at work in %s', async (stage) => {
    const working: Recording = ({ what }) =>
      what === 'codepipeline GetPipelineState'
        ? { json: { stageStates: stages({ [stage]: 'InProgress' }) } }
        : undefined;
    expect(await hindered(environment(), working)).toContain('TAP6508');
  });

  test('while nobody can look at the pipeline, unless that is said', async () => {
    const blind = ['Dev', '--yes', 'Dev', ...environmentProfile];
    expect(await hindered(environment(), undefined, blind)).toMatch(/TAP6509.*TAP6011.*111111111111/);
    const account = new RecordedAccount(environment());
    const { exitCode, said } = await call(account, [...blind, '--pipeline-unseen']);
    expect(exitCode).toBe(0);
    expect(said).toContain('Not seen: whether the pipeline');
  });

  test("while somebody else's stack imports from it", async () => {
    const said = await hindered([...environment(), { name: 'Billing', region, imports: ['Dev-Network:Vpc'] }]);
    expect(said).toMatch(/TAP6510: Billing .*Dev-Network:Vpc of Dev-Network/);
  });

  test.each([
    ['a right to look is missing', 'cloudformation ListImports', 'AccessDenied', 'TAP6005'],
    ['the credentials have expired', 'cloudformation DescribeStacks', 'ExpiredToken', 'TAP6003'],
    ['the region is off', 'cloudformation DescribeStacks', 'InvalidClientTokenId', 'TAP6006'],
  ])('where %s', async (_what, asked, error, code) => {
    const refuse: Recording = ({ what }) => (what === asked ? { error, message: 'no', status: 403 } : undefined);
    expect(await hindered(environment(), refuse)).toContain(code);
  });

  test('with credentials of another account', async () => {
    const args = ['Dev', '--yes', 'Dev', '--profile', `${environmentAccount}=${pipelineAccount}`];
    const account = new RecordedAccount(environment());
    const { exitCode, errors } = await call(account, args);
    expect([exitCode, account.begun]).toEqual([2, []]);
    expect(errors).toMatch(/^TAP6010.*111111111111/);
  });
});
