import { protection } from '../../../../scripts/doctor/looks/protection';
import { queryAnswer, type RecordedAnswer, type RecordedCall } from '../../../helpers/recorded-aws';
import { devAccount, found, inProduction, pipelineAccount, recording, region, stack } from '../subject';

const { look } = recording();
const stacks = [stack('PipelineStack'), stack('Dev-Data'), stack('Dev-Service')];
/** Of the artifacts of a further region, where nobody knows the pipeline. */
const support = stack('PipelineStackSupport-us-east-1', {}, { stage: undefined, region: 'us-east-1' });
const loadBalancer = 'arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/app/one/1';
const production = inProduction();

interface World {
  /** Names of stacks whose protection is off. */
  readonly off?: readonly string[];
  readonly status?: string;
  /** When the pipeline's stack was last deployed. */
  readonly deployed?: string;
  readonly mutation?: { readonly status: string; readonly at: string };
  readonly database?: boolean;
  readonly loadBalancer?: boolean;
}

function world({
  off = [],
  status = 'UPDATE_COMPLETE',
  deployed = '2026-11-01T00:00:00Z',
  mutation,
  database = true,
  loadBalancer: balancer = true,
}: World) {
  const members = [...stacks, support].map(
    ({ name }) =>
      `<member><StackName>${name}</StackName><StackStatus>${status}</StackStatus><CreationTime>2026-10-01T00:00:00Z</CreationTime><LastUpdatedTime>${deployed}</LastUpdatedTime><EnableTerminationProtection>${!off.includes(name)}</EnableTerminationProtection></member>`,
  );
  return ({ what, region: asked }: RecordedCall): RecordedAnswer | undefined => {
    switch (what) {
      case 'cloudformation DescribeStacks':
        return queryAnswer('DescribeStacks', `<Stacks>${members.join('')}</Stacks>`);
      case 'cloudformation ListStackResources':
        return queryAnswer(
          'ListStackResources',
          `<StackResourceSummaries><member><ResourceType>AWS::ElasticLoadBalancingV2::LoadBalancer</ResourceType><PhysicalResourceId>${loadBalancer}</PhysicalResourceId><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member></StackResourceSummaries>`,
        );
      case 'elasticloadbalancing DescribeLoadBalancerAttributes':
        return queryAnswer(
          'DescribeLoadBalancerAttributes',
          `<Attributes><member><Key>deletion_protection.enabled</Key><Value>${balancer}</Value></member></Attributes>`,
        );
      case 'rds DescribeDBClusters':
        return queryAnswer(
          'DescribeDBClusters',
          `<DBClusters><DBCluster><DBClusterIdentifier>tap-dev</DBClusterIdentifier><DeletionProtection>${database}</DeletionProtection></DBCluster></DBClusters>`,
        );
      case 'codepipeline GetPipelineState': {
        if (mutation === undefined || asked !== region) return { error: 'PipelineNotFoundException' };
        const latestExecution = { status: mutation.status, lastStatusChange: new Date(mutation.at).getTime() / 1000 };
        const stage = { stageName: 'UpdatePipeline', actionStates: [{ actionName: 'SelfMutate', latestExecution }] };
        return { json: { stageStates: [{ stageName: 'Source', actionStates: [] }, stage] } };
      }
      default:
        return undefined;
    }
  };
}

const ofDev = (code: string) => `${code} account ${devAccount}, ${region}`;
const ofPipeline = `TAP6126 account ${pipelineAccount}, ${region}`;

describe('the protection of production (recorded)', () => {
  test('that is on is in order', async () => {
    expect(await look(protection, world({}), { configuration: production, stacks })).toMatchObject({
      findings: [],
      unseen: [],
      seen: { length: 5 },
    });
  });

  test('that is off is found, of each stack, of the load balancer and of the database', async () => {
    const one = await look(protection, world({ off: ['Dev-Data'] }), { configuration: production, stacks });
    expect(found(one)).toEqual([ofDev('TAP6125')]);
    expect(one.findings[0]?.todo).toContain('--enable-termination-protection --stack-name Dev-Data');
    const all = await look(
      protection,
      world({ off: ['Dev-Data', 'Dev-Service'], database: false, loadBalancer: false }),
      {
        configuration: production,
        stacks,
      },
    );
    expect(found(all)).toEqual(['TAP6125', 'TAP6125', 'TAP6128', 'TAP6127'].map(ofDev));
  });

  test.each(['CREATE_IN_PROGRESS', 'ROLLBACK_COMPLETE'])(
    'is not asked of a stack that never was complete (%s)',
    async (status) => {
      const off = ['Dev-Data', 'Dev-Service', 'PipelineStack'];
      expect(
        await look(protection, world({ off, status, database: false }), { configuration: production, stacks }),
      ).toMatchObject({ findings: [], unseen: [] });
    },
  );

  test('is asked of no other environment', async () => {
    expect(await look(protection, world({ off: ['Dev-Data'], database: false }), { stacks })).toMatchObject({
      findings: [],
      unseen: [],
      seen: { length: 1 },
    });
  });
});

describe("the protection of the pipeline's stack (recorded)", () => {
  const off = ['PipelineStack'];
  const deployed = '2026-11-10T12:00:00Z';

  test.each([
    ['there is no pipeline yet', undefined, []],
    ['the pipeline never updated itself since', { status: 'Succeeded', at: '2026-11-10T11:59:59Z' }, []],
    ['its last update of itself failed', { status: 'Failed', at: '2026-11-10T12:30:00Z' }, []],
    ['the pipeline has updated itself since', { status: 'Succeeded', at: '2026-11-10T12:30:00Z' }, [ofPipeline]],
  ])('that is off while %s: %j', async (_, mutation, codes) => {
    const examination = await look(protection, world({ off, deployed, mutation }), { stacks });
    expect(examination.unseen).toEqual([]);
    expect(found(examination)).toEqual(codes);
  });

  test("that holds a further region's artifacts is found by the same rule, of the pipeline in its own region", async () => {
    const mutated = { status: 'Succeeded', at: '2026-11-10T12:30:00Z' };
    const both = { stacks: [...stacks, support] };
    const off = [support.name];
    const examination = await look(protection, world({ off, deployed, mutation: mutated }), both);
    expect(examination.unseen).toEqual([]);
    expect(found(examination)).toEqual([`TAP6126 account ${pipelineAccount}, us-east-1`]);
    expect(examination.findings[0]?.todo).toMatch(/--stack-name PipelineStackSupport-us-east-1 --region us-east-1$/);
    for (const good of [
      { deployed, mutation: mutated },
      { off, deployed },
    ]) {
      expect(await look(protection, world(good), both)).toMatchObject({
        findings: [],
        unseen: [],
        seen: { length: 2 },
      });
    }
  });
});
