import type { DeliveryData } from '../../../../lib/config';
import { source } from '../../../../scripts/doctor/looks/source';
import { queryAnswer, type RecordedAnswer, type RecordedCall } from '../../../helpers/recorded-aws';
import { found, pipelineAccount, recording, region, twoAccounts } from '../subject';

const { look, aws } = recording();

const from = (written: DeliveryData['pipeline']['source']) =>
  twoAccounts((data) => ({
    ...data,
    pipeline: { ...data.pipeline, source: written },
    environments: data.environments.map((one) => ({
      ...one,
      alarms: { ...one.alarms, runbooks: 'https://wiki.example.com/{runbook}' },
    })),
  }));

describe('a connection (recorded)', () => {
  const id = '00000000-0000-0000-0000-000000000000';
  const connection = (prefix: string, at = region) =>
    from({
      kind: 'connection',
      provider: 'github',
      repository: 'example/tapstack',
      branch: 'main',
      connectionArn: `arn:aws:${prefix}:${at}:${pipelineAccount}:connection/${id}`,
    });
  const answering = (status: string) => (call: RecordedCall) =>
    call.what.endsWith(' GetConnection') ? { json: { Connection: { ConnectionStatus: status } } } : undefined;

  test.each(['codeconnections', 'codestar-connections'])(
    'of %s is asked for under that name, where it is',
    async (prefix) => {
      const configuration = connection(prefix, 'us-east-1');
      expect(await look(source, answering('AVAILABLE'), { configuration })).toMatchObject({
        findings: [],
        unseen: [],
        seen: { length: 1 },
      });
      const [asked] = aws().calls.filter(({ what }) => what === `${prefix} GetConnection`);
      expect(asked).toMatchObject({ region: 'us-east-1', accessKey: pipelineAccount });
      expect(asked?.input.ConnectionArn).toContain(`:${prefix}:`);
    },
  );

  test.each(['PENDING', 'ERROR'])('that is %s is found', async (status) => {
    const { findings } = await look(source, answering(status), { configuration: connection('codeconnections') });
    expect(findings).toEqual([
      expect.objectContaining({ code: 'TAP6141', what: expect.stringContaining(status), runbook: 'connection' }),
    ]);
  });

  test('that is gone is found', async () => {
    const gone = () => ({ error: 'ResourceNotFoundException', message: 'Resource not found', status: 400 });
    expect(found(await look(source, gone, { configuration: connection('codeconnections') }))).toEqual([
      `TAP6141 account ${pipelineAccount}, ${region}`,
    ]);
  });
});

describe('a repository of CodeCommit (recorded)', () => {
  const repository = (create: boolean) => from({ kind: 'codecommit', repositoryName: 'shop', branch: 'main', create });
  const noRepository = { error: 'RepositoryDoesNotExistException', message: 'shop does not exist' };
  const noBranch = { error: 'BranchDoesNotExistException', message: 'main does not exist' };
  const stacks = (names: readonly string[]) =>
    queryAnswer(
      'DescribeStacks',
      `<Stacks>${names.map((name) => `<member><StackName>${name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus></member>`).join('')}</Stacks>`,
    );
  const answering =
    (ofRepository: RecordedAnswer, ofBranch: RecordedAnswer, deployed: readonly string[] = []) =>
    ({ what }: RecordedCall) => {
      if (what === 'codecommit GetRepository') return ofRepository;
      if (what === 'codecommit GetBranch') return ofBranch;
      return what === 'cloudformation DescribeStacks' ? stacks(deployed) : undefined;
    };
  const there = { json: { repositoryMetadata: { repositoryName: 'shop' } } };
  const branch = { json: { branch: { branchName: 'main' } } };

  test('with its branch is in order', async () => {
    expect(await look(source, answering(there, branch), { configuration: repository(false) })).toMatchObject({
      findings: [],
      unseen: [],
    });
  });

  test.each([
    ['without the branch', false, there, [], 1],
    ['that does not exist', false, noRepository, [], 1],
    ['that the pipeline is yet to make', true, noRepository, [], 0],
    ['that the pipeline has made, and is gone', true, noRepository, ['PipelineStack'], 1],
  ])('%s', async (_, create, ofRepository, deployed, findings) => {
    const examination = await look(source, answering(ofRepository, noBranch, deployed), {
      configuration: repository(create),
    });
    expect(examination.unseen).toEqual([]);
    expect(found(examination)).toEqual(
      Array.from({ length: findings }, () => `TAP6142 account ${pipelineAccount}, ${region}`),
    );
  });
});

describe('a bucket (recorded)', () => {
  const configuration = from({ kind: 's3', bucketName: 'shop-source', objectKey: 'source.zip' });
  const xml = (root: string, inner: string) => ({
    xml: `<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</${root}>`,
  });
  const encryption = (algorithm: string) =>
    xml(
      'ServerSideEncryptionConfiguration',
      `<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>${algorithm}</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>`,
    );
  const good: Readonly<Record<string, RecordedAnswer>> = {
    'HEAD /shop-source': { xml: '' },
    'HEAD /shop-source/source.zip': { xml: '' },
    versioning: xml('VersioningConfiguration', '<Status>Enabled</Status>'),
    notification: xml('NotificationConfiguration', '<EventBridgeConfiguration/>'),
    encryption: encryption('AES256'),
  };
  const answering = (changes: Readonly<Record<string, RecordedAnswer>> = {}) => {
    const answers = { ...good, ...changes };
    return ({ what, input }: RecordedCall) => {
      const asked = ['versioning', 'notification', 'encryption'].find((name) => name in input);
      return answers[asked ?? what.replace('s3 ', '').replace(/\/$/, '')];
    };
  };

  test('that keeps versions, tells of uploads and has the archive is in order', async () => {
    expect(await look(source, answering(), { configuration })).toMatchObject({
      findings: [],
      unseen: [],
      seen: { length: 1 },
    });
  });

  test.each([
    ['does not exist', { 'HEAD /shop-source': { error: 'NotFound', status: 404 } }],
    ['is in another region', { 'HEAD /shop-source': { error: 'PermanentRedirect', status: 301 } }],
    ['keeps no versions', { versioning: xml('VersioningConfiguration', '') }],
    ['sends no events', { notification: xml('NotificationConfiguration', '') }],
    ['encrypts by a key of KMS', { encryption: encryption('aws:kms') }],
    ['has no object source.zip', { 'HEAD /shop-source/source.zip': { error: 'NotFound', status: 404 } }],
  ])('that %s is found', async (what, changes: Readonly<Record<string, RecordedAnswer>>) => {
    const { findings, unseen } = await look(source, answering(changes), { configuration });
    expect(unseen).toEqual([]);
    expect(findings).toEqual([expect.objectContaining({ code: 'TAP6143', what: expect.stringContaining(what) })]);
  });

  test('that may not be looked at is not seen', async () => {
    const { seen, unseen } = await look(source, answering({ encryption: { error: 'AccessDenied', status: 403 } }), {
      configuration,
    });
    expect(seen).toEqual([]);
    expect(unseen.map(({ code }) => code)).toEqual(['TAP6005']);
  });
});
