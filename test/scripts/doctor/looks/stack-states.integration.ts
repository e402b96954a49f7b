import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StackStatus } from '@aws-sdk/client-cloudformation';
import { removeFailedCreations } from '../../../../checks/failed-creations/remove';
import type { StackSource } from '../../../../checks/failed-creations/stack-record';
import { ownerMetadata } from '../../../../contracts/ownership';
import { stackStates } from '../../../../scripts/doctor/looks/stack-states';
import { queryAnswer } from '../../../helpers/recorded-aws';
import { devAccount, found, now, pipelineAccount, recording, region, stack } from '../subject';

const { look, aws } = recording();
const stacks = [stack('PipelineStack'), stack('Dev-Network'), stack('Dev-Data')];

interface Described {
  readonly status: string;
  /** Minutes ago. */
  readonly since?: number;
  /** Minutes since its deletion began. */
  readonly deleting?: number;
}

/** DescribeStacks, with these stacks in both accounts. */
function described(all: Readonly<Record<string, Described>>) {
  const members = Object.entries(all).map(
    ([name, { status, since = 10_000, deleting }]) =>
      `<member><StackName>${name}</StackName><StackStatus>${status}</StackStatus><CreationTime>${new Date(now.getTime() - since * 60_000).toISOString()}</CreationTime>${deleting === undefined ? '' : `<DeletionTime>${new Date(now.getTime() - deleting * 60_000).toISOString()}</DeletionTime>`}</member>`,
  );
  return () => queryAnswer('DescribeStacks', `<Stacks>${members.join('')}</Stacks>`);
}

/** Whether the pipeline's job lets a stack in this status be deployed to as it is, whatever it was before. */
async function passesTheJob(status: StackStatus): Promise<boolean> {
  const id = 'arn:of:the:stack';
  let deleted = false;
  let looked = 0;
  const source: StackSource = {
    // What is in progress ends, and ends well.
    describe: async () => {
      looked += 1;
      return deleted ? undefined : { id, status: looked === 1 ? status : 'CREATE_COMPLETE' };
    },
    events: async () =>
      [status, 'CREATE_IN_PROGRESS'].map((one) => ({
        logicalId: 'any',
        type: 'any',
        physicalId: id,
        status: one,
        reason: '',
        ofStack: true,
      })),
    template: async () => JSON.stringify({ Metadata: { [ownerMetadata]: 'tap-dev' }, Resources: {} }),
    delete: async () => {
      deleted = true;
    },
  };
  const job = { say: () => undefined, signal: new AbortController().signal };
  const places = [{ name: 'Dev-Data', region, roleArn: 'arn:of:the:role', path: 'PipelineStack/Dev/Data' }];
  try {
    await removeFailedCreations(places, { job, namePrefix: 'tap-dev', pauseMs: 1, source: () => source });
    return !deleted;
  } catch {
    return false;
  }
}

describe('states of stacks (recorded)', () => {
  const all = Object.values(StackStatus);

  test('are as many as CloudFormation has', () => {
    expect(all.length).toBeGreaterThan(20);
  });

  test.each(all)('%s is found if the job before a deployment does not pass it, and only then', async (status) => {
    const one = { status, since: 5, deleting: 5 };
    const stages = found(await look(stackStates, described({ 'Dev-Data': one }), { stacks }));
    const own = found(await look(stackStates, described({ PipelineStack: one }), { stacks }));
    const passes = await passesTheJob(status);
    expect([stages.length, own.length]).toEqual(passes ? [0, 0] : [1, 1]);
  });

  test.each([
    ['UPDATE_ROLLBACK_FAILED', 'TAP6122'],
    ['DELETE_FAILED', 'TAP6123'],
    ['ROLLBACK_FAILED', 'TAP6121'],
    ['CREATE_FAILED', 'TAP6121'],
    ['UPDATE_IN_PROGRESS', 'TAP6124'],
    ['REVIEW_IN_PROGRESS', 'TAP6121'],
    ['UPDATE_FAILED', 'TAP6129'],
    ['IMPORT_ROLLBACK_FAILED', 'TAP6129'],
    ['FROZEN', 'TAP6129'],
  ])('%s is found, with the runbook for it', async (status, code) => {
    const examination = await look(
      stackStates,
      described({ 'Dev-Data': { status }, 'Dev-Network': { status: 'UPDATE_COMPLETE' } }),
      { stacks },
    );
    expect(found(examination)).toEqual([`${code} account ${devAccount}, ${region}`]);
    const [finding] = examination.findings;
    expect(finding?.what).toContain(`Dev-Data is in ${status}`);
    expect(existsSync(join(__dirname, '../../../../docs/runbooks', `${finding?.runbook}.md`))).toBe(true);
  });

  test.each([
    { status: 'CREATE_COMPLETE' },
    { status: 'UPDATE_COMPLETE' },
    { status: 'UPDATE_ROLLBACK_COMPLETE' },
    { status: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', since: 20 },
    { status: 'CREATE_IN_PROGRESS', since: 5 },
    { status: 'DELETE_IN_PROGRESS', deleting: 5 },
    { status: 'DELETE_IN_PROGRESS' },
  ])('%j blocks nothing', async (one) => {
    expect(await look(stackStates, described({ 'Dev-Data': one }), { stacks })).toMatchObject({
      findings: [],
      unseen: [],
    });
  });

  test('in deletion for longer than that are found, however old the stack is', async () => {
    const examination = await look(
      stackStates,
      described({ 'Dev-Data': { status: 'DELETE_IN_PROGRESS', deleting: 200 } }),
      { stacks },
    );
    expect(examination.findings).toEqual([
      expect.objectContaining({ code: 'TAP6124', what: expect.stringContaining('for 200 minutes') }),
    ]);
  });

  test('that a person reviews lead to the page that has them, however long they last', async () => {
    const { findings } = await look(
      stackStates,
      described({ 'Dev-Data': { status: 'REVIEW_IN_PROGRESS', since: 5 } }),
      { stacks },
    );
    expect(findings).toEqual([
      expect.objectContaining({ runbook: 'first-deployment', todo: expect.stringContaining('change set') }),
    ]);
  });

  test('of an update that stayed half-done say how to roll it back', async () => {
    const { findings } = await look(stackStates, described({ 'Dev-Data': { status: 'UPDATE_FAILED' } }), { stacks });
    expect(findings[0]?.todo).toContain(`aws cloudformation rollback-stack --stack-name Dev-Data --region ${region}`);
  });

  const support = stack('PipelineStackSupport-us-east-1', {}, { region: 'us-east-1' });
  test.each(
    [stack('PipelineStack'), support].flatMap((one) => [
      { one, status: 'ROLLBACK_COMPLETE', byHand: false },
      { one, status: 'ROLLBACK_FAILED', byHand: false },
      { one, status: 'CREATE_FAILED', byHand: true },
      { one, status: 'DELETE_FAILED', byHand: true },
    ]),
  )('of $one.name, which no pipeline deletes, are mended by a deployment by hand ($status)', async (planted) => {
    const { one, status, byHand } = planted;
    const { findings } = await look(stackStates, described({ [one.name]: { status } }), { stacks: [...stacks, one] });
    expect(new Set(findings.map(({ where }) => where))).toEqual(new Set([`account ${pipelineAccount}, ${one.region}`]));
    for (const { todo, runbook } of findings) {
      expect(runbook).toBe('first-deployment');
      expect(todo).toContain('npx cdk deploy PipelineStack');
      expect(todo.includes('by the command of the runbook')).toBe(byHand);
    }
  });

  test('on a later page are found, too', async () => {
    const pages = [
      '<Stacks><member><StackName>Other</StackName><StackStatus>CREATE_COMPLETE</StackStatus></member></Stacks><NextToken>2</NextToken>',
      '<Stacks><member><StackName>Dev-Data</StackName><StackStatus>UPDATE_ROLLBACK_FAILED</StackStatus></member></Stacks>',
    ];
    const examination = await look(
      stackStates,
      ({ input }) => queryAnswer('DescribeStacks', pages[input.NextToken ? 1 : 0] ?? ''),
      { stacks },
    );
    expect(found(examination).length).toBe(1);
    expect(aws().calls.filter(({ what }) => what === 'cloudformation DescribeStacks').length).toBe(4);
  });

  test('that may not be looked at are not seen, each account by itself', async () => {
    const examination = await look(
      stackStates,
      (call) => (call.accessKey === devAccount ? undefined : described({})()),
      { stacks },
    );
    expect(examination.seen.map(({ where }) => where)).toEqual([`account ${pipelineAccount}, ${region}`]);
    expect(examination.unseen).toEqual([
      expect.objectContaining({
        where: `account ${devAccount}, ${region}`,
        code: 'TAP6005',
        reason: expect.stringContaining('DescribeStacks'),
      }),
    ]);
  });
});
