import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfiguration } from '../../../lib/config';
import { type CommandLine, main } from '../../../scripts/teardown/command-line';
import { europeData } from '../../fixtures/europe';
import {
  queryAnswer,
  type RecordedAnswer,
  type RecordedAws,
  type Recording,
  recordedAws,
} from '../../helpers/recorded-aws';
import { RecordedAccount, type RecordedResource, type RecordedStack } from './recorded-account';

/** Dev is in an account of its own, in eu-west-1; the pipeline is in another. */
const environmentAccount = '222222222222';
const pipelineAccount = '111111111111';
const region = 'eu-west-1';
const keys: Readonly<Record<string, string>> = { AKIADEV: environmentAccount, AKIAPIPELINE: pipelineAccount };
const profiles = ['--profile', `${environmentAccount}=dev`, '--profile', `${pipelineAccount}=pipeline`];

const bucket = (fails?: RecordedResource['fails']): RecordedResource => ({
  logicalId: 'Uploads',
  physicalId: 'dev-service-uploads',
  type: 'AWS::S3::Bucket',
  fails,
});

const key: RecordedResource = {
  logicalId: 'Key',
  physicalId: '0000-key',
  type: 'AWS::KMS::Key',
  deletionPolicy: 'Retain',
};

/** An environment as the product deploys it, with what a test changes. */
function environment(name = 'Dev', change: Readonly<Record<string, Partial<RecordedStack>>> = {}): RecordedStack[] {
  const stacks: RecordedStack[] = [
    { name: 'Network', region, exports: [`${name}-Network:Vpc`], resources: [key] },
    { name: 'Data', region, exports: [`${name}-Data:Proxy`], imports: [`${name}-Network:Vpc`] },
    { name: 'Observability', region, imports: [`${name}-Network:Vpc`] },
    {
      name: 'Service',
      region,
      imports: [`${name}-Network:Vpc`, `${name}-Data:Proxy`],
      exports: [`${name}-Service:Alb`],
      resources: [bucket()],
    },
    { name: 'Api', region, imports: [`${name}-Service:Alb`] },
    { name: 'Edge', region: 'us-east-1', reads: [`${region}/${name}-Service`] },
  ];
  return stacks.map((stack) => ({ ...stack, ...change[stack.name], name: `${name}-${stack.name}` }));
}

const stages = (status: Readonly<Record<string, string>> = {}, closed: readonly string[] = []) =>
  ['Source', 'Build', 'Dev', 'PromoteMarkets', 'Markets'].map((stageName) => ({
    stageName,
    inboundTransitionState: { enabled: !closed.includes(stageName) },
    latestExecution: { pipelineExecutionId: 'e', status: status[stageName] ?? 'Succeeded' },
    actionStates: [],
  }));

const folder = mkdtempSync(join(tmpdir(), 'teardown-'));
const before = { ...process.env };
let aws: RecordedAws;

beforeAll(async () => {
  aws = await recordedAws();
  const profile = (name: string, accessKey: string) =>
    `[${name}]\naws_access_key_id = ${accessKey}\naws_secret_access_key = secret\n`;
  writeFileSync(join(folder, 'credentials'), profile('dev', 'AKIADEV') + profile('pipeline', 'AKIAPIPELINE'));
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});
afterAll(async () => {
  process.env = before;
  rmSync(folder, { recursive: true, force: true });
  await aws.close();
});

/** Calls teardown on a recorded account. What `more` answers goes before everything else. */
async function call(
  account: RecordedAccount,
  args: readonly string[] = ['Dev', '--yes', 'Dev', ...profiles],
  more: Recording = () => undefined,
  around: Partial<CommandLine> = {},
) {
  const said: string[] = [];
  const errors: string[] = [];
  aws.play((one) => {
    const own = more(one);
    if (own !== undefined) return own;
    if (one.what === 'codepipeline GetPipelineState') return { json: { stageStates: stages() } };
    if (one.what === 'sts GetCallerIdentity') {
      const whose = keys[one.accessKey] ?? '';
      return queryAnswer('GetCallerIdentity', `<Arn>arn:aws:iam::${whose}:user/ann</Arn><Account>${whose}</Account>`);
    }
    return account.answer(one);
  });
  const exitCode = await main(args, {
    configuration: () => parseConfiguration(europeData, {}),
    interactive: false,
    say: (line) => said.push(line),
    ask: () => Promise.reject(new Error('somebody was asked')),
    signal: new AbortController().signal,
    pauseMs: 1,
    print: (text) => said.push(text),
    printError: (text) => errors.push(text),
    ...around,
  });
  return { exitCode, said: said.join('\n'), errors: errors.join('') };
}

const index = (names: readonly string[], name: string) => names.indexOf(`Dev-${name}`);

describe('an environment (recorded)', () => {
  test('goes as a whole, whoever reads from a stack before it, and another one stays', async () => {
    const account = new RecordedAccount([...environment(), ...environment('Qa')]);
    const { exitCode, said } = await call(account);
    expect(exitCode).toBe(0);
    expect(account.living).toEqual(environment('Qa').map(({ name }) => name));
    const { begun } = account;
    expect(begun).toHaveLength(6);
    for (const reader of ['Api', 'Edge']) expect(index(begun, reader)).toBeLessThan(index(begun, 'Service'));
    expect(index(begun, 'Service')).toBeLessThan(index(begun, 'Data'));
    for (const reader of ['Data', 'Observability']) expect(index(begun, reader)).toBeLessThan(index(begun, 'Network'));
    expect(said).toContain('Dev is down');
    expect(said).toMatch(/0000-key of Dev-Network .*deleted on 2026-11-20.*\n.*kms schedule-key-deletion .*0000-key/);
  });

  test('is only shown on demand, with what stays and that the next push brings it back', async () => {
    const account = new RecordedAccount(environment());
    const { exitCode, said } = await call(account, ['Dev', '--show', ...profiles]);
    expect(exitCode).toBe(0);
    expect(account.begun).toEqual([]);
    expect(said).toMatch(/ {2}1\. (.*Dev-Api|.*Dev-Edge)/);
    expect(said).toContain('4. Dev-Network');
    expect(said).toContain('https://aws.amazon.com/kms/pricing/');
    expect(said).toContain('next push deploys it again');
  });

  test('goes when its name is typed, and stays when another one is', async () => {
    const asked = (answer: string | undefined) => ({ interactive: true, ask: () => Promise.resolve(answer) });
    for (const wrong of ['dev', 'yes', '', undefined]) {
      const account = new RecordedAccount(environment());
      const { exitCode, errors } = await call(account, ['Dev', ...profiles], undefined, asked(wrong));
      expect([exitCode, account.begun, errors.slice(0, 7)]).toEqual([1, [], 'TAP6503']);
    }
    const account = new RecordedAccount(environment());
    expect((await call(account, ['Dev', ...profiles], undefined, asked('Dev '))).exitCode).toBe(0);
    expect(account.living).toEqual([]);
  });

  test('is looked at once more after somebody was asked', async () => {
    const account = new RecordedAccount(environment());
    let pushed = false;
    const ask = () => {
      pushed = true;
      return Promise.resolve('Dev');
    };
    const push: Recording = ({ what }) =>
      pushed && what === 'codepipeline GetPipelineState'
        ? { json: { stageStates: stages({ Build: 'InProgress' }) } }
        : undefined;
    const { exitCode, said } = await call(account, ['Dev', ...profiles], push, { interactive: true, ask });
    expect(exitCode).toBe(1);
    expect(said).toContain('TAP6508');
    expect(account.begun).toEqual([]);
  });

  test('that is down is down: what it left is shown from its events, and nothing is called twice', async () => {
    const account = new RecordedAccount(environment());
    await call(account);
    account.begun.length = 0;
    const { exitCode, said } = await call(account);
    expect(exitCode).toBe(0);
    expect(said).toContain('Dev is down already');
    expect(said).toContain('0000-key');
    expect(account.begun).toEqual([]);
  });

  test('is not kept from going by a namesake that has no template', async () => {
    const account = new RecordedAccount([
      ...environment(),
      { name: 'Dev-Draft', region, status: 'REVIEW_IN_PROGRESS' },
    ]);
    const none: Recording = ({ what, input }) =>
      what === 'cloudformation GetTemplate' && String(input.StackName).includes('Dev-Draft')
        ? { error: 'ValidationError', message: 'Template not found' }
        : undefined;
    const { exitCode, said } = await call(account, undefined, none);
    expect(exitCode).toBe(0);
    expect(account.living).toEqual(['Dev-Draft']);
    expect(said).toContain('Left alone: Dev-Draft');
  });

  test('that was never deployed is told so', async () => {
    const { exitCode, errors } = await call(new RecordedAccount(environment('Qa')));
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/^TAP6505: .*222222222222.*Dev/);
  });

  test('that the configuration no longer has goes where it was, by the evidence of its templates alone', async () => {
    const foreign: RecordedStack = {
      name: 'Old-Network',
      region: 'us-east-1',
      madeFrom: { path: 'OtherStack/Old/Network', name: 'tap-old-alarm' },
    };
    const namesake: RecordedStack = {
      name: 'Old-Extra',
      region,
      madeFrom: { path: 'PipelineStack/Old/Extra', name: 'map-old-alarm' },
    };
    const account = new RecordedAccount([...environment('Old'), foreign, namesake]);
    const place = ['--account', environmentAccount, '--region', region];
    const { exitCode, said } = await call(account, ['Old', '--yes', 'Old', ...place, ...profiles]);
    expect(exitCode).toBe(0);
    expect([...account.living].sort()).toEqual(['Old-Extra', 'Old-Network']);
    expect(said).toContain('Left alone: Old-Extra');
    expect(said).toContain('The configuration has Old no more');
  });
});

describe('what an environment has left (recorded)', () => {
  const physicalIds = {
    'AWS::KMS::Key': '0000-key',
    'AWS::S3::Bucket': 'dev-logs',
    'AWS::SecretsManager::Secret': `arn:aws:secretsmanager:${region}:${environmentAccount}:secret:master-AbCdEf`,
    'AWS::Logs::LogGroup': '/tap-dev/service',
    'AWS::RDS::DBSubnetGroup': 'dev-subnets',
    'AWS::DynamoDB::Table': 'dev-table',
  } as const;
  const kept = Object.entries(physicalIds).map(([type, physicalId], number) => ({
    logicalId: `Kept${number}`,
    physicalId,
    type,
    deletionPolicy: 'Retain',
  }));
  const looks: Readonly<Record<string, string>> = {
    'kms DescribeKey': 'KeyId',
    's3 HEAD /dev-logs/': '',
    'secretsmanager DescribeSecret': 'SecretId',
    'logs DescribeLogGroups': 'logGroupNamePrefix',
    'rds DescribeDBSubnetGroups': 'DBSubnetGroupName',
  };
  const subnets = queryAnswer(
    'DescribeDBSubnetGroups',
    '<DBSubnetGroups><DBSubnetGroup><DBSubnetGroupName>dev-subnets</DBSubnetGroupName></DBSubnetGroup></DBSubnetGroups>',
  );
  const there: Readonly<Record<string, RecordedAnswer>> = {
    'kms DescribeKey': { json: { KeyMetadata: { KeyId: '0000-key', KeyState: 'Enabled' } } },
    's3 HEAD /dev-logs/': { xml: '' },
    'secretsmanager DescribeSecret': { json: { Name: 'master' } },
    'logs DescribeLogGroups': { json: { logGroups: [{ logGroupName: '/tap-dev/service' }] } },
    'rds DescribeDBSubnetGroups': subnets,
  };
  const gone: typeof there = {
    'kms DescribeKey': { error: 'NotFoundException', message: 'Key does not exist' },
    's3 HEAD /dev-logs/': { error: 'NoSuchBucket', status: 404 },
    'secretsmanager DescribeSecret': { error: 'ResourceNotFoundException', message: "can't find the secret" },
    'logs DescribeLogGroups': { json: { logGroups: [{ logGroupName: '/tap-dev/service-of-another' }] } },
    'rds DescribeDBSubnetGroups': { error: 'DBSubnetGroupNotFoundFault', status: 404 },
  };

  /** What is said of an environment that is down, with these answers to the looks. */
  async function leftAfter(answers: typeof there) {
    const account = new RecordedAccount(environment('Dev', { Data: { resources: kept } }).slice(0, 2));
    await call(account);
    const { exitCode, said } = await call(account, undefined, ({ what }) => answers[what]);
    expect(exitCode).toBe(0);
    for (const [what, field] of Object.entries(looks)) {
      const asked = aws.calls.filter((one) => one.what === what);
      expect(asked.length).toBeGreaterThan(0);
      if (field !== '') expect(Object.values(physicalIds)).toContain(asked[0]?.input[field]);
    }
    return said;
  }

  const lookedAt = Object.entries(physicalIds).filter(([type]) => type !== 'AWS::DynamoDB::Table');

  test('is listed with its commands where it is still there', async () => {
    const said = await leftAfter(there);
    expect(lookedAt).toHaveLength(5);
    for (const [type, id] of lookedAt)
      expect(said).toMatch(new RegExp(`${type}, \\d: .*[\\s\\S]*    ${id} of Dev-Data.*20\n`));
    expect(said).not.toContain('Gone already');
    expect(said).toMatch(/dev-table .*not looked at\n.*delete-resource .*\n.*not looked at: .*AWS::DynamoDB::Table/);
  });

  test('is said to be gone where it is, and costs nothing any more', async () => {
    const said = await leftAfter(gone);
    for (const [type, id] of lookedAt) {
      expect(said).toContain(`Gone already: ${type} ${id} of Dev-Data (${region})`);
      expect(said).not.toMatch(new RegExp(`${type}, \\d:`));
    }
    expect(said).toContain('AWS::DynamoDB::Table, 1:');
  });

  test('is said to go where its deletion is scheduled, with the way back', async () => {
    const said = await leftAfter({
      ...there,
      'kms DescribeKey': {
        json: { KeyMetadata: { KeyId: '0000-key', KeyState: 'PendingDeletion', DeletionDate: 1_797_768_000 } },
      },
      'secretsmanager DescribeSecret': { json: { Name: 'master', DeletedDate: 1_795_176_000 } },
    });
    expect(said).toMatch(/Goes by itself: .*0000-key of Dev-Data .*2026-12-20.*\n.*cancel-key-deletion .*0000-key/);
    expect(said).toMatch(/Goes by itself: .*master-AbCdEf of Dev-Data .*\n.*restore-secret .*master-AbCdEf/);
    expect(said).not.toMatch(/schedule-key-deletion|delete-secret/);
  });

  test('stays listed where nobody may look, and says by which right one could', async () => {
    const said = await leftAfter({ 's3 HEAD /dev-logs/': { error: 'AccessDenied', status: 403 } });
    for (const [, id] of lookedAt) expect(said).toMatch(new RegExp(`    ${id} of Dev-Data.*, not looked at`));
    for (const right of [
      'kms:DescribeKey',
      's3:ListBucket',
      'secretsmanager:DescribeSecret',
      'logs:DescribeLogGroups',
    ]) {
      expect(said).toMatch(new RegExp(`not looked at: TAP6005: .*${right}`));
    }
    expect(said).not.toContain('Gone already');
  });
});

describe('a teardown that stops (recorded)', () => {
  test('by a resource that stays names it, why and what to do; called again it goes on', async () => {
    const reason = 'The bucket you tried to delete is not empty (Service: S3, Status Code: 409)';
    const stuck = bucket({ times: 1, reason });
    const account = new RecordedAccount(environment('Dev', { Service: { resources: [stuck] } }));
    const first = await call(account);
    expect(first.exitCode).toBe(1);
    expect(first.errors).toMatch(/^TAP6511/);
    expect(first.said).toMatch(
      /AWS::S3::Bucket Uploads \(dev-service-uploads\): The bucket.*\n.*to do: empty.*dev-service-uploads/,
    );
    expect(first.said).toMatch(/Not begun: .*Dev-Network/);
    expect([...account.living].sort()).toEqual(['Dev-Data', 'Dev-Network', 'Dev-Service']);
    account.begun.length = 0;
    expect((await call(account)).exitCode).toBe(0);
    expect(account.begun).toEqual(['Dev-Service', 'Dev-Data', 'Dev-Network']);
  });

  test('by Ctrl-C ends with 130; called again it joins what goes on by itself', async () => {
    const account = new RecordedAccount(environment());
    const controller = new AbortController();
    const interrupted = await call(account, undefined, undefined, {
      signal: controller.signal,
      pauseMs: 60_000,
      say: (line) => line.startsWith('Dev-Edge: deletion begun') && controller.abort('SIGINT'),
    });
    expect(interrupted.exitCode).toBe(130);
    expect(interrupted.errors).toMatch(/^TAP6512/);
    const begun = [...account.begun];
    expect(begun).toContain('Dev-Edge');
    expect(begun).not.toContain('Dev-Service');
    expect((await call(account)).exitCode).toBe(0);
    expect(account.living).toEqual([]);
    expect(account.begun.length).toBe(6);
  });

  test('where the first right to delete is missing has begun nothing', async () => {
    const account = new RecordedAccount(environment());
    const refuse: Recording = ({ what }) =>
      what === 'cloudformation DeleteStack'
        ? { error: 'AccessDenied', message: 'not authorized to perform: cloudformation:DeleteStack', status: 403 }
        : undefined;
    const { exitCode, said } = await call(account, undefined, refuse);
    expect(exitCode).toBe(1);
    expect(said).toContain('TAP6005');
    expect(said).toContain('cloudformation:DeleteStack');
    expect(account.living).toHaveLength(6);
  });

  test('by credentials that expire says so, and that CloudFormation goes on', async () => {
    const account = new RecordedAccount(environment());
    const expire: Recording = ({ what }) =>
      what === 'cloudformation DescribeStackEvents' && account.begun.length >= 3
        ? { error: 'ExpiredToken', message: 'The security token included in the request is expired', status: 403 }
        : undefined;
    const { exitCode, said, errors } = await call(account, undefined, expire);
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/^TAP6003/);
    expect(said).toMatch(/CloudFormation goes on by itself with .*Dev-/);
  });

  test('is not stopped by a moment of throttling', async () => {
    const account = new RecordedAccount(environment());
    let throttled = 0;
    const throttle: Recording = ({ what }) => {
      if (what !== 'cloudformation DescribeStackEvents' || account.begun.length < 3 || throttled > 2) return undefined;
      throttled += 1;
      return { error: 'Throttling', message: 'Rate exceeded' };
    };
    expect((await call(account, undefined, throttle)).exitCode).toBe(0);
    expect(throttled).toBe(3);
  });
});

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
      /create-db-cluster-snapshot[\s\S]*delete-db-instance .*writer[\s\S]*delete-db-cluster .*tap-dev/,
    );
    const gone: Recording = (one) =>
      one.what === 'rds DescribeDBClusters'
        ? { error: 'DBClusterNotFoundFault', message: 'DBCluster tap-dev not found', status: 404 }
        : services(false)(one);
    const end = await call(new RecordedAccount(kept), undefined, gone);
    expect(end.exitCode).toBe(0);
    expect(end.said).toContain('Gone already: AWS::RDS::DBCluster tap-dev of Dev-Data');
    expect(end.said).not.toMatch(/AWS::RDS::DBCluster, \d/);
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
    const blind = ['Dev', '--yes', 'Dev', '--profile', `${environmentAccount}=dev`];
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
    const args = ['Dev', '--yes', 'Dev', '--profile', `${environmentAccount}=pipeline`];
    const account = new RecordedAccount(environment());
    const { exitCode, errors } = await call(account, args);
    expect([exitCode, account.begun]).toEqual([2, []]);
    expect(errors).toMatch(/^TAP6010.*111111111111/);
  });
});
