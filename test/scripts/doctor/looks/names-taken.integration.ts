import { namesTaken } from '../../../../scripts/doctor/looks/names-taken';
import { namedTypes } from '../../../../scripts/doctor/named-resources';
import { queryAnswer, type RecordedAnswer, type RecordedCall } from '../../../helpers/recorded-aws';
import { devAccount, found, pipelineAccount, recording, region, stack } from '../subject';

const { look, aws } = recording();
const name = 'tap-dev';

/** What has a property, the dots of whose name lead into objects. */
function having(property: string, value: string): Readonly<Record<string, unknown>> {
  const [key = '', ...rest] = property.split('.');
  return { [key]: rest.length === 0 ? value : having(rest.join('.'), value) };
}

/** A stack that names one resource of each type. */
const resources = Object.fromEntries(
  Object.entries(namedTypes).map(([Type, { property }], index) => [
    `R${index}`,
    { Type, Properties: having(property, name) },
  ]),
);
const stacks = [
  stack('Dev-Api', resources),
  stack('Dev-Edge', {
    Generated: { Type: 'AWS::IAM::Role', Properties: {} },
    Unresolved: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { Ref: 'Generated' } } },
    AwsHosted: { Type: 'AWS::SecretsManager::RotationSchedule', Properties: {} },
  }),
];

/** A list of CloudFront's with one of another name, and perhaps one of ours. */
function listed(list: string, item: (name: string, id: string) => string, ...names: readonly string[]): RecordedAnswer {
  const items = ['tap-dev-other', ...names].map((one) => item(one, `id-of-${one}`));
  return { xml: `<${list}><MaxItems>100</MaxItems><Items>${items.join('')}</Items></${list}>` };
}
const accessControls = (...names: readonly string[]) =>
  listed(
    'OriginAccessControlList',
    (one, id) => `<OriginAccessControlSummary><Id>${id}</Id><Name>${one}</Name></OriginAccessControlSummary>`,
    ...names,
  );
const headersPolicies = (...names: readonly string[]) =>
  listed(
    'ResponseHeadersPolicyList',
    (one, id) =>
      `<ResponseHeadersPolicySummary><Type>custom</Type><ResponseHeadersPolicy><Id>${id}</Id><ResponseHeadersPolicyConfig><Name>${one}</Name></ResponseHeadersPolicyConfig></ResponseHeadersPolicy></ResponseHeadersPolicySummary>`,
    ...names,
  );
const vpcOrigins = (account: string, ...names: readonly string[]) =>
  listed(
    'VpcOriginList',
    (one, id) =>
      `<VpcOriginSummary><Id>${id}</Id><Name>${one}</Name><AccountId>${account}</AccountId></VpcOriginSummary>`,
    ...names,
  );

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
  'codecommit GetRepository': [
    { json: { repositoryMetadata: { repositoryId: 'id-of-tap-dev', repositoryName: name } } },
    { error: 'RepositoryDoesNotExistException' },
  ],
  'lambda GET /2015-03-31/functions/tap-dev/configuration': [
    { json: { FunctionName: name } },
    { error: 'ResourceNotFoundException', status: 404 },
  ],
  's3 HEAD /tap-dev/': [{ xml: '' }, { error: 'NotFound', status: 404 }],
  'kms ListAliases': [
    { json: { Aliases: [{ AliasName: 'tap-dev-other' }, { AliasName: name }], Truncated: false } },
    { json: { Aliases: [{ AliasName: 'tap-dev-other' }], Truncated: false } },
  ],
  'firehose DescribeDeliveryStream': [
    { json: { DeliveryStreamDescription: { DeliveryStreamName: name } } },
    { error: 'ResourceNotFoundException' },
  ],
  'monitoring DescribeAlarms': [
    { json: { MetricAlarms: [{ AlarmName: name }], CompositeAlarms: [] } },
    { json: { MetricAlarms: [], CompositeAlarms: [] } },
  ],
  'monitoring GetDashboard': [{ json: { DashboardName: name } }, { error: 'DashboardNotFoundError', status: 404 }],
  'cloudfront GET /2020-05-31/function/tap-dev/describe': [
    { xml: '<FunctionSummary><Name>tap-dev</Name></FunctionSummary>' },
    { error: 'NoSuchFunctionExists', status: 404 },
  ],
  'cloudfront GET /2020-05-31/origin-access-control': [accessControls(name), accessControls()],
  'cloudfront GET /2020-05-31/response-headers-policy': [headersPolicies(name), headersPolicies()],
  'cloudfront GET /2020-05-31/vpc-origin': [vpcOrigins(devAccount, name), vpcOrigins(devAccount)],
};

/** Calls that tell whose a name is: they are sent for a name that our own stack holds, too. */
const tellingIds = [
  'codecommit GetRepository',
  'cloudfront GET /2020-05-31/origin-access-control',
  'cloudfront GET /2020-05-31/response-headers-policy',
  'cloudfront GET /2020-05-31/vpc-origin',
];

interface Own {
  readonly type: string;
  readonly id: string;
  readonly status: string;
}

/** AWS where these calls find something, and the stack holds these resources, if it is there, some by one nested in it. */
function world(there: readonly string[], own?: readonly Own[]) {
  return ({ what, input }: RecordedCall): RecordedAnswer | undefined => {
    if (what === 'cloudformation DescribeStacks') {
      const members = ['Dev-Api', 'Dev-Api-Nested'].map(
        (one) => `<member><StackName>${one}</StackName><StackStatus>ROLLBACK_COMPLETE</StackStatus></member>`,
      );
      return queryAnswer('DescribeStacks', `<Stacks>${own === undefined ? '' : members.join('')}</Stacks>`);
    }
    if (what === 'cloudformation ListStackResources') {
      const nested = input.StackName === 'Dev-Api-Nested';
      const members = (own ?? [])
        .filter(({ type }) => (type === 'AWS::Lambda::Function') === nested)
        .map(
          ({ type, id, status }) =>
            `<member><ResourceType>${type}</ResourceType><PhysicalResourceId>${id}</PhysicalResourceId><ResourceStatus>${status}</ResourceStatus></member>`,
        );
      return queryAnswer('ListStackResources', `<StackResourceSummaries>${members.join('')}</StackResourceSummaries>`);
    }
    return answers[what]?.[there.includes(what) ? 0 : 1];
  };
}

/** Ids by which CloudFormation knows what has the name, where it isn't the name. */
const ids: Readonly<Record<string, string>> = {
  'AWS::CloudFront::Function': `arn:aws:cloudfront::${devAccount}:function/${name}`,
  'AWS::CloudFront::OriginAccessControl': 'id-of-tap-dev',
  'AWS::CloudFront::ResponseHeadersPolicy': 'id-of-tap-dev',
  'AWS::CloudFront::VpcOrigin': 'id-of-tap-dev',
  'AWS::CodeBuild::ReportGroup': `arn:aws:codebuild:${region}:${devAccount}:report-group/${name}`,
  'AWS::CodeCommit::Repository': 'id-of-tap-dev',
};

const owned = (status: string): readonly Own[] => [
  ...Object.keys(namedTypes).map((type) =>
    type === 'AWS::SecretsManager::RotationSchedule'
      ? { type: 'AWS::Lambda::Function', id: name, status }
      : { type, id: ids[type] ?? name, status },
  ),
  {
    type: 'AWS::CloudFormation::Stack',
    id: `arn:aws:cloudformation:${region}:${devAccount}:stack/Dev-Api-Nested/00000000`,
    status: 'UPDATE_COMPLETE',
  },
];

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

  test('that our own stack holds are its own, and not asked for where the name tells it', async () => {
    expect(await look(namesTaken, world(all, owned('UPDATE_COMPLETE')), { stacks })).toMatchObject({
      findings: [],
      unseen: [],
    });
    const asked = aws().calls.flatMap(({ what }) => (all.includes(what) ? what : []));
    expect(asked.sort()).toEqual([...tellingIds].sort());
  });

  test('that our own stack holds are its own where CloudFormation knows by the name what AWS has an ARN for', async () => {
    const byName = owned('UPDATE_COMPLETE').map((one) =>
      one.id.startsWith('arn:') && one.type !== 'AWS::CloudFormation::Stack' ? { ...one, id: name } : one,
    );
    expect(byName.filter(({ id }) => id === name).length).toBeGreaterThan(
      owned('').filter(({ id }) => id === name).length,
    );
    expect(await look(namesTaken, world(all, byName), { stacks })).toMatchObject({ findings: [], unseen: [] });
  });

  test.each(tellingIds)('that another one took back from our own stack are taken (%s)', async (what) => {
    const stale = owned('UPDATE_COMPLETE').map((one) =>
      one.id === 'id-of-tap-dev' ? { ...one, id: 'id-of-another' } : one,
    );
    expect(found(await look(namesTaken, world([what], stale), { stacks }))).toEqual([
      `TAP6191 account ${devAccount}, ${region}`,
    ]);
  });

  test('of alarms are asked for by hundreds, and found on every page, whatever kind they are of', async () => {
    const names = Array.from({ length: 230 }, (_, index) => `tap-dev-${index}`);
    const many = names.map((AlarmName, index) => [
      `A${index}`,
      { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName } },
    ]);
    const answer = world([]);
    const examination = await look(
      namesTaken,
      (call) => {
        if (call.what !== 'monitoring DescribeAlarms') return answer(call);
        const { AlarmNames, NextToken } = call.input as { AlarmNames: readonly string[]; NextToken?: string };
        if (!AlarmNames.includes('tap-dev-150')) return answer(call);
        return NextToken === undefined
          ? { json: { MetricAlarms: [{ AlarmName: 'tap-dev-150' }], NextToken: 'more' } }
          : { json: { CompositeAlarms: [{ AlarmName: 'tap-dev-151' }], LogAlarms: [{ AlarmName: 'tap-dev-152' }] } };
      },
      { stacks: [stack('Dev-Observability', Object.fromEntries(many))] },
    );
    const asked = aws().calls.filter(({ what, input }) => what === 'monitoring DescribeAlarms' && !input.NextToken);
    expect(asked.map(({ input }) => (input.AlarmNames as readonly string[]).length)).toEqual([100, 100, 30]);
    expect(asked.flatMap(({ input }) => input.AlarmNames)).toEqual(names);
    expect(examination.findings.map(({ what }) => what.split(' ')[1])).toEqual(
      [150, 151, 152].map((n) => `tap-dev-${n}`),
    );
  });

  test('in a list of several pages are found on the last', async () => {
    const answer = world([]);
    const examination = await look(
      namesTaken,
      (call) => {
        if (call.what !== 'cloudfront GET /2020-05-31/vpc-origin') return answer(call);
        if (call.input.Marker === 'more') return vpcOrigins(devAccount, name);
        return { xml: '<VpcOriginList><NextMarker>more</NextMarker></VpcOriginList>' };
      },
      { stacks },
    );
    expect(found(examination).length).toBe(1);
  });

  test('of VPC origins that another account shares are free', async () => {
    const answer = world([]);
    const shared = await look(
      namesTaken,
      (call) =>
        call.what === 'cloudfront GET /2020-05-31/vpc-origin' ? vpcOrigins(pipelineAccount, name) : answer(call),
      { stacks },
    );
    expect(shared).toMatchObject({ findings: [], unseen: [] });
  });

  test.each([
    ['in another region are taken', { error: 'PermanentRedirect', status: 301 }, 1, 0],
    ['that may not be asked for, as those of somebody else, are not seen', { error: 'Forbidden', status: 403 }, 0, 1],
  ])('of buckets %s', async (_, refusal, taken, notSeen) => {
    const answer = world([]);
    const { findings, unseen } = await look(
      namesTaken,
      (call) => (call.what === 's3 HEAD /tap-dev/' ? refusal : answer(call)),
      { stacks },
    );
    expect([findings.length, unseen.length]).toEqual([taken, notSeen]);
  });

  test('of a list are asked for once for all stacks of an account and region', async () => {
    await look(namesTaken, world([]), { stacks: [stack('Dev-Api', resources), stack('Dev-Edge', resources)] });
    expect(aws().calls.filter(({ what }) => what === 'kms ListAliases').length).toBe(1);
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
