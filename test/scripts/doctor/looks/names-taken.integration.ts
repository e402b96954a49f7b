import { namesTaken } from '../../../../scripts/doctor/looks/names-taken';
import { namedTypes } from '../../../../scripts/doctor/named-resources';
import { queryAnswer, type RecordedAnswer, type RecordedCall } from '../../../helpers/recorded-aws';
import { devAccount, found, recording, region, stack } from '../subject';

const { look, aws } = recording();
const name = 'tap-dev';

/** A stack that names one resource of each type. */
const resources = Object.fromEntries(
  Object.entries(namedTypes).map(([Type, { property }], index) => [
    `R${index}`,
    { Type, Properties: { [property]: name } },
  ]),
);
const stacks = [
  stack('Dev-Api', resources),
  stack('Dev-Edge', { Generated: { Type: 'AWS::IAM::Role', Properties: {} } }),
];

/** What each service answers for a name that is there, and for one that is not. */
const answers: Readonly<Record<string, readonly [there: RecordedAnswer, missing: RecordedAnswer]>> = {
  'iam GetRole': [
    queryAnswer('GetRole', '<Role><RoleName>tap-dev</RoleName></Role>'),
    { error: 'NoSuchEntity', status: 404 },
  ],
  'logs DescribeLogGroups': [
    { json: { logGroups: [{ logGroupName: 'tap-dev-other' }, { logGroupName: name }] } },
    { json: { logGroups: [{ logGroupName: 'tap-dev-other' }] } },
  ],
  'codebuild BatchGetReportGroups': [{ json: { reportGroups: [{ name }] } }, { json: { reportGroups: [] } }],
  'codepipeline GetPipeline': [{ json: { pipeline: { name } } }, { error: 'PipelineNotFoundException' }],
  'ecr DescribeRepositories': [
    { json: { repositories: [{ repositoryName: name }] } },
    { error: 'RepositoryNotFoundException' },
  ],
  'rds DescribeDBClusters': [
    queryAnswer(
      'DescribeDBClusters',
      '<DBClusters><DBCluster><DBClusterIdentifier>tap-dev</DBClusterIdentifier></DBCluster></DBClusters>',
    ),
    { error: 'DBClusterNotFoundFault', status: 404 },
  ],
  'rds DescribeDBProxies': [
    queryAnswer('DescribeDBProxies', '<DBProxies><member><DBProxyName>tap-dev</DBProxyName></member></DBProxies>'),
    { error: 'DBProxyNotFoundFault', status: 404 },
  ],
};

interface Own {
  readonly type: string;
  readonly id: string;
  readonly status: string;
}

/** AWS where these calls find something, and the stack holds these resources, if it is there. */
function world(there: readonly string[], own?: readonly Own[]) {
  return ({ what }: RecordedCall): RecordedAnswer | undefined => {
    if (what === 'cloudformation DescribeStacks') {
      const member = '<member><StackName>Dev-Api</StackName><StackStatus>ROLLBACK_COMPLETE</StackStatus></member>';
      return queryAnswer('DescribeStacks', `<Stacks>${own === undefined ? '' : member}</Stacks>`);
    }
    if (what === 'cloudformation ListStackResources') {
      const members = (own ?? []).map(
        ({ type, id, status }) =>
          `<member><ResourceType>${type}</ResourceType><PhysicalResourceId>${id}</PhysicalResourceId><ResourceStatus>${status}</ResourceStatus></member>`,
      );
      return queryAnswer('ListStackResources', `<StackResourceSummaries>${members.join('')}</StackResourceSummaries>`);
    }
    return answers[what]?.[there.includes(what) ? 0 : 1];
  };
}

const owned = (status: string): readonly Own[] =>
  Object.keys(namedTypes).map((type) => ({
    type,
    id:
      type === 'AWS::CodeBuild::ReportGroup' ? `arn:aws:codebuild:${region}:${devAccount}:report-group/${name}` : name,
    status,
  }));

describe('names (recorded)', () => {
  const all = Object.keys(answers);

  test('that nobody holds are free', async () => {
    expect(all.length).toBe(Object.keys(namedTypes).length);
    expect(await look(namesTaken, world([]), { stacks })).toMatchObject({
      findings: [],
      unseen: [],
      seen: { length: all.length },
    });
  });

  test.each(Object.keys(answers))('of what %s finds are taken, and no others', async (what) => {
    const examination = await look(namesTaken, world([what]), { stacks });
    expect(found(examination)).toEqual([`TAP6191 account ${devAccount}, ${region}`]);
    expect(examination.findings[0]).toMatchObject({
      what: expect.stringContaining(`${name} exists already`),
      runbook: 'first-deployment',
    });
  });

  test('that our own stack holds are not asked for', async () => {
    expect(await look(namesTaken, world(all, owned('UPDATE_COMPLETE')), { stacks })).toMatchObject({
      findings: [],
      unseen: [],
    });
    expect(aws().calls.filter(({ what }) => all.includes(what))).toEqual([]);
  });

  test.each(['DELETE_COMPLETE', 'DELETE_SKIPPED'])(
    'of what its rollback left behind (%s) are taken',
    async (status) => {
      expect(found(await look(namesTaken, world(all, owned(status)), { stacks })).length).toBe(all.length);
    },
  );

  test('that may not be asked for are not seen, each kind by itself', async () => {
    const answer = world([]);
    const { seen, unseen } = await look(
      namesTaken,
      (call) => (call.what === 'iam GetRole' ? { error: 'AccessDenied', status: 403 } : answer(call)),
      { stacks },
    );
    expect(seen.length).toBe(all.length - 1);
    expect(unseen.map(({ code, what }) => `${code} ${what}`)).toEqual([`TAP6005 names of roles of Dev-Api: ${name}`]);
  });
});
