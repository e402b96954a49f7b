import { Accounts } from '../../../scripts/accounts/access';
import type { Examination } from '../../../scripts/doctor/examine';
import { examine } from '../../../scripts/doctor/examine';
import type { Look } from '../../../scripts/doctor/look';
import { looks } from '../../../scripts/doctor/looks';
import { isHealthy } from '../../../scripts/doctor/report';
import { healthyAws } from '../../helpers/healthy-aws';
import type { Recording } from '../../helpers/recorded-aws';
import { devAccount, now, pipelineAccount, recordedAccounts, stack, twoAccounts } from './subject';

const recorded = recordedAccounts();

const one = (Type: string, Properties: Readonly<Record<string, unknown>>) => ({ Type, Properties });
/** Stacks that give every look something to ask. */
const stacks = [
  stack('PipelineStack', {
    Job: one('AWS::CodeBuild::Project', { Environment: { Image: 'aws/codebuild/standard:7.0' } }),
  }),
  stack('Dev-Data', {
    Vpc: one('AWS::EC2::VPC', {}),
    Cluster: one('AWS::RDS::DBCluster', { DBClusterIdentifier: 'tap-dev', Engine: 'aurora-mysql', EngineVersion: '3' }),
    Writer: one('AWS::RDS::DBInstance', { DBInstanceClass: 'db.serverless' }),
    Function: one('AWS::Lambda::Function', { Runtime: 'nodejs24.x' }),
    Rule: one('AWS::Events::Rule', { EventPattern: { 'detail-type': ['AWS API Call via CloudTrail'] } }),
  }),
];

function examined(
  recording: Recording,
  of: readonly Look[] = looks,
  profiles = recorded.profiles(),
): Promise<Examination> {
  recorded.aws().play(recording);
  const subject = { configuration: twoAccounts(), stacks: Promise.resolve(stacks), now };
  return examine({ looks: of, subject, accounts: new Accounts({ profiles }) });
}

describe('an examination (recorded)', () => {
  test('of accounts that lack nothing is healthy, and every look has seen something', async () => {
    const examination = await examined(healthyAws);
    expect(examination).toMatchObject({ findings: [], unseen: [] });
    expect(new Set(examination.seen.map(({ look }) => look))).toEqual(new Set(looks.map(({ name }) => name)));
    expect(isHealthy(examination)).toBe(true);
    expect(examination.accounts.map(({ account, by }) => [account, by])).toEqual([
      [pipelineAccount, `profile ${pipelineAccount}`],
      [devAccount, `profile ${devAccount}`],
    ]);
  });

  test('never calls what could change something', async () => {
    await examined(healthyAws);
    expect(recorded.aws().calls.length).toBeGreaterThan(20);
    const names = recorded.aws().calls.map(({ what }) => what.split(' ')[1] ?? '');
    expect(names.filter((name) => !/^(GET|HEAD|BatchGet|Describe|Get|List)/.test(name))).toEqual([]);
  });

  test('without rights sees nothing of any look, and passes none', async () => {
    const { seen, findings, unseen } = await examined((call) =>
      call.what.startsWith('sts ') ? healthyAws(call) : undefined,
    );
    expect({ seen, findings }).toEqual({ seen: [], findings: [] });
    expect(new Set(unseen.map(({ look }) => look))).toEqual(new Set(looks.map(({ name }) => name)));
    expect(new Set(unseen.map(({ code }) => code))).toEqual(new Set(['TAP6005']));
  });

  test('gives what is refused alike the same reason, whatever and wherever was asked', async () => {
    const { unseen } = await examined((call) =>
      call.what.startsWith('cloudformation ')
        ? { error: 'AccessDenied', message: 'no right to see stacks', status: 403 }
        : healthyAws(call),
    );
    expect(new Set(unseen.map(({ where }) => where)).size).toBeGreaterThan(1);
    expect(new Set(unseen.map(({ look }) => look)).size).toBeGreaterThan(1);
    expect([...new Set(unseen.map(({ reason }) => reason))]).toEqual([
      expect.stringMatching(/^TAP6005: AccessDenied: no right to see stacks; /),
    ]);
  });

  test('without a way into one account sees the other', async () => {
    const { accounts, seen, unseen } = await examined(healthyAws, looks, new Map([[devAccount, devAccount]]));
    expect(accounts.map(({ account, by }) => [account, by !== undefined])).toEqual([
      [pipelineAccount, false],
      [devAccount, true],
    ]);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter(({ where }) => where.includes(pipelineAccount))).toEqual([]);
    expect(unseen.length).toBeGreaterThan(0);
    expect(unseen.filter(({ code, where }) => code !== 'TAP6011' || !where.includes(pipelineAccount))).toEqual([]);
  });

  test('whose credentials run out on the way sees what it saw before', async () => {
    const { seen, unseen } = await examined((call) =>
      call.what.startsWith('iam ') ? { error: 'ExpiredToken', status: 403 } : healthyAws(call),
    );
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(unseen.map(({ code }) => code))).toEqual(new Set(['TAP6003']));
  });

  test('in us-east-1, which is always on, takes a refusal for what it is', async () => {
    const { unseen } = await examined((call) =>
      call.what.startsWith('iam List') ? { error: 'InvalidClientTokenId', status: 403 } : healthyAws(call),
    );
    expect(unseen.map(({ code }) => code)).toEqual(['TAP6004']);
  });

  test('that is throttled asks again', async () => {
    const zones = looks.filter(({ name }) => name === 'zones');
    let refused = 0;
    const examination = await examined((call) => {
      if (call.what !== 'ec2 DescribeAvailabilityZones' || refused > 0) return healthyAws(call);
      refused += 1;
      return { error: 'RequestLimitExceeded', message: 'Request limit exceeded.', status: 503 };
    }, zones);
    expect(refused).toBe(1);
    expect(examination).toMatchObject({ findings: [], unseen: [], seen: { length: 1 } });
  });

  test('that goes on being throttled gives up while somebody still waits, and says so of everything', async () => {
    const { seen, findings, unseen } = await examined((call) =>
      call.what.startsWith('sts ')
        ? healthyAws(call)
        : {
            error: call.what.startsWith('s3 ') ? 'SlowDown' : 'ThrottlingException',
            message: 'Rate exceeded',
            status: 429,
          },
    );
    expect([seen, findings]).toEqual([[], []]);
    expect(unseen.length).toBeGreaterThan(looks.length);
    expect([...new Set(unseen.map(({ code }) => code))]).toEqual(['TAP6007']);
    // Five side by side with five tries each, of each client: when these have failed, so has all that waits.
    const calls = new Map<string, number>();
    for (const { what, accessKey, region } of recorded.aws().calls) {
      const client = `${accessKey} ${region} ${what.split(' ')[0]}`;
      calls.set(client, (calls.get(client) ?? 0) + 1);
    }
    expect(calls.size).toBeGreaterThan(10);
    expect([...calls].filter(([, count]) => count > 25)).toEqual([]);
  });

  test('stops where the stacks can’t be synthesized, and says why', async () => {
    recorded.aws().play(healthyAws);
    const broken = Promise.reject<never>(new Error('no synthesis'));
    const subject = { configuration: twoAccounts(), stacks: broken, now };
    const accounts = new Accounts({ profiles: recorded.profiles() });
    await expect(examine({ looks, subject, accounts })).rejects.toThrow('no synthesis');
  });

  test('tells how far it is', async () => {
    const told: string[] = [];
    recorded.aws().play(healthyAws);
    const subject = { configuration: twoAccounts(), stacks: Promise.resolve(stacks), now };
    const examination = await examine({
      looks,
      subject,
      accounts: new Accounts({ profiles: recorded.profiles() }),
      progress: (answered, asked) => told.push(`${answered} of ${asked}`),
    });
    const all = examination.seen.length;
    expect(told.length).toBe(all);
    expect(told.at(-1)).toBe(`${all} of ${all}`);
  });
});
