import { existsSync } from 'node:fs';
import { join } from 'node:path';
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

describe('states of stacks (recorded)', () => {
  test.each([
    ['UPDATE_ROLLBACK_FAILED', 'TAP6122'],
    ['DELETE_FAILED', 'TAP6123'],
    ['ROLLBACK_FAILED', 'TAP6121'],
    ['CREATE_FAILED', 'TAP6121'],
    ['UPDATE_IN_PROGRESS', 'TAP6124'],
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

  test('of the pipeline itself, which no pipeline can delete, are mended by hand', async () => {
    const { findings } = await look(stackStates, described({ PipelineStack: { status: 'ROLLBACK_COMPLETE' } }), {
      stacks,
    });
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'TAP6121',
        where: `account ${pipelineAccount}, ${region}`,
        todo: expect.stringContaining('delete the stack'),
      }),
    ]);
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
