import { ownerMetadata } from '../../../../contracts/ownership';
import { protection } from '../../../../scripts/doctor/looks/protection';
import { queryAnswer, type RecordedAnswer, type RecordedCall } from '../../../helpers/recorded-aws';
import { devAccount, found, inProduction, pipelineAccount, recording, region, stack } from '../subject';

const { look } = recording();
const stacks = [stack('PipelineStack'), stack('Dev-Data'), stack('Dev-Service')];
/** Of the artifacts of a further region, which is never protected. */
const support = stack('PipelineStackSupport-us-east-1', {}, { stage: undefined, region: 'us-east-1' });
const loadBalancer = 'arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/app/one/1';
const production = inProduction();

interface Execution {
  readonly status: string;
  readonly at?: string;
}

/** Last executions of its actions; absent if there was none. */
interface Pipeline {
  readonly source?: Execution;
  /** Also absent if the pipeline has no such action. */
  readonly mutation?: Execution | 'no such action';
}

interface World {
  /** Names of stacks whose protection is off. */
  readonly off?: readonly string[];
  readonly status?: string;
  /** When the pipeline's stack was last deployed. */
  readonly deployed?: string;
  /** The pipeline; absent if there is none. */
  readonly pipeline?: Pipeline;
  readonly database?: boolean;
  readonly loadBalancer?: boolean;
  /** Whose the stacks are. */
  readonly owner?: string;
}

function world({
  off = [],
  status = 'UPDATE_COMPLETE',
  deployed = '2026-11-01T00:00:00Z',
  pipeline,
  database = true,
  loadBalancer: balancer = true,
  owner = 'tap-dev',
}: World) {
  const members = [...stacks, support].map(
    ({ name }) =>
      `<member><StackName>${name}</StackName><StackStatus>${status}</StackStatus><CreationTime>2026-10-01T00:00:00Z</CreationTime><LastUpdatedTime>${deployed}</LastUpdatedTime><EnableTerminationProtection>${!off.includes(name)}</EnableTerminationProtection></member>`,
  );
  return ({ what, input }: RecordedCall): RecordedAnswer | undefined => {
    switch (what) {
      case 'cloudformation DescribeStacks':
        return queryAnswer('DescribeStacks', `<Stacks>${members.join('')}</Stacks>`);
      case 'cloudformation GetTemplate': {
        const said = { Metadata: { [ownerMetadata]: input.StackName === 'PipelineStack' ? 'tap-delivery' : owner } };
        return queryAnswer('GetTemplate', `<TemplateBody>${JSON.stringify(said)}</TemplateBody>`);
      }
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
      case 'codepipeline GetPipelineState':
        return pipeline === undefined ? { error: 'PipelineNotFoundException' } : { json: stateOf(pipeline) };
      default:
        return undefined;
    }
  };
}

function stateOf({ source, mutation }: Pipeline) {
  const ran = (execution: Execution | undefined) =>
    execution && {
      latestExecution: {
        status: execution.status,
        ...(execution.at === undefined ? {} : { lastStatusChange: new Date(execution.at).getTime() / 1000 }),
      },
    };
  const mutations = mutation === 'no such action' ? [] : [{ actionName: 'SelfMutate', ...ran(mutation) }];
  return {
    stageStates: [
      { stageName: 'Source', actionStates: [{ actionName: 'Source', ...ran(source) }] },
      { stageName: 'UpdatePipeline', actionStates: mutations },
    ],
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

  test.each([
    ['rds DescribeDBClusters', 'DBClusterNotFoundFault', /^cluster tap-dev is gone, .* Dev-Data /],
    ['elasticloadbalancing DescribeLoadBalancerAttributes', 'LoadBalancerNotFound', /^load balancer .* Dev-Service /],
  ])('of what is gone under its stack is found as that (%s)', async (asked, error, words) => {
    const answer = world({});
    const examination = await look(
      protection,
      (call) => (call.what === asked ? { error, status: 404 } : answer(call)),
      { configuration: production, stacks },
    );
    expect(examination.unseen).toEqual([]);
    expect(found(examination)).toEqual([ofDev('TAP6133')]);
    expect(examination.findings[0]?.what).toMatch(words);
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

  test('is not ours to switch on where the stacks are somebody else’s', async () => {
    const one = { off: ['Dev-Data', 'Dev-Service'], database: false, loadBalancer: false, owner: 'other-dev' };
    expect(await look(protection, world(one), { configuration: production, stacks })).toMatchObject({
      findings: [],
      unseen: [],
      seen: { length: 5 },
    });
  });

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
  const source = { status: 'Succeeded', at: '2026-11-10T12:20:00Z' };
  const succeeded = (at: string) => ({ source, mutation: { status: 'Succeeded', at } });

  test.each([
    ['nothing of the pipeline ever ran', {}, []],
    ['it was deployed by hand after the pipeline updated itself', succeeded('2026-11-10T11:59:59Z'), []],
    ['the pipeline has updated itself since', succeeded('2026-11-10T12:30:00Z'), [ofPipeline]],
  ])('that is off while %s: %j', async (_, pipeline, codes) => {
    const examination = await look(protection, world({ off, deployed, pipeline }), { stacks });
    expect(examination.unseen).toEqual([]);
    expect(found(examination)).toEqual(codes);
  });

  test.each<readonly [string, Pipeline | undefined, string]>([
    ['is none', undefined, 'none of this name'],
    ['has no execution', { source }, 'no execution of SelfMutate'],
    ['has no such action', { source, mutation: 'no such action' }, 'no action SelfMutate'],
    ['is under way', { source, mutation: { status: 'InProgress', at: '2026-11-10T12:30:00Z' } }, 'InProgress'],
    ['failed', { source, mutation: { status: 'Failed', at: '2026-11-10T12:30:00Z' } }, 'Failed'],
    ['has no time', { source, mutation: { status: 'Succeeded' } }, 'when'],
  ])('that is off is not seen where the last self-mutation %s', async (_, pipeline, reason) => {
    const { findings, unseen } = await look(protection, world({ off, deployed, pipeline }), { stacks });
    expect(findings).toEqual([]);
    expect(unseen).toEqual([
      expect.objectContaining({
        code: 'TAP6130',
        where: `account ${pipelineAccount}, ${region}`,
        what: expect.stringContaining('PipelineStack'),
        reason: expect.stringContaining(reason),
      }),
    ]);
    // One that is protected is asked for nothing more.
    expect(await look(protection, world({ deployed, pipeline }), { stacks })).toMatchObject({
      findings: [],
      unseen: [],
    });
  });

  test("is not asked of the stack with a further region's artifacts, which nobody protects", async () => {
    const both = { stacks: [...stacks, support] };
    const pipeline = succeeded('2026-11-10T12:30:00Z');
    expect(await look(protection, world({ off: [support.name], deployed, pipeline }), both)).toMatchObject({
      findings: [],
      unseen: [],
      seen: { length: 1 },
    });
  });
});
