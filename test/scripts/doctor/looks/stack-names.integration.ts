import { ownerMetadata } from '../../../../contracts/ownership';
import { stackNames } from '../../../../scripts/doctor/looks/stack-names';
import { stackStates } from '../../../../scripts/doctor/looks/stack-states';
import { queryAnswer, type RecordedAnswer, type RecordedCall } from '../../../helpers/recorded-aws';
import { devAccount, found, pipelineAccount, recording, region, stack } from '../subject';

const { look, aws } = recording();

/** A resource of a stack, made from this path, with this name. */
const resource = (path: string, Name?: string) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: { Name },
  Metadata: { 'aws:cdk:path': `${path}/One` },
});
const stacks = [
  stack('PipelineStack', { One: resource('PipelineStack', 'tap-delivery') }),
  stack('PipelineStackSupport-eu-central-1', { One: resource('PipelineStackSupport-eu-central-1') }),
  stack('Dev-Network', { One: resource('PipelineStack/Dev/Network', 'tap-dev-errors') }),
  stack('Dev-Queue', { One: resource('PipelineStack/Dev/Queue') }),
];

interface Described {
  readonly template?: unknown;
  readonly status?: string;
}

/** Both accounts, with these stacks beside others that no configuration knows. */
function world(all: Readonly<Record<string, Described>>) {
  return ({ what, input }: RecordedCall): RecordedAnswer | undefined => {
    if (what === 'cloudformation DescribeStacks') {
      const members = Object.entries({ ...all, Others: {} }).map(
        ([name, { status = 'ROLLBACK_COMPLETE' }]: [string, Described]) =>
          `<member><StackName>${name}</StackName><StackStatus>${status}</StackStatus><CreationTime>2026-10-01T00:00:00Z</CreationTime></member>`,
      );
      return queryAnswer('DescribeStacks', `<Stacks>${members.join('')}</Stacks>`);
    }
    if (what !== 'cloudformation GetTemplate') return undefined;
    expect(input.TemplateStage).toBe('Original');
    const { template } = all[String(input.StackName)] ?? {};
    if (template === undefined) return { error: 'AccessDenied', status: 403 };
    const text = typeof template === 'string' ? template : JSON.stringify(template);
    return queryAnswer('GetTemplate', `<TemplateBody>${text}</TemplateBody>`);
  };
}

const made = (path: string, name?: string) => ({ template: { Resources: { One: resource(path, name) } } });
const said = (owner: string) => ({ template: { Metadata: { [ownerMetadata]: owner }, Resources: {} } });
const foreign = { template: 'Resources: {}' };
const ours = {
  PipelineStack: made('PipelineStack', 'tap-delivery'),
  'PipelineStackSupport-eu-central-1': made('PipelineStackSupport-eu-central-1'),
  'Dev-Network': said('tap-dev'),
  'Dev-Queue': made('PipelineStack/Dev/Queue'),
};

describe('names of stacks (recorded)', () => {
  test('that nobody has are free', async () => {
    expect(await look(stackNames, world({}), { stacks })).toMatchObject({
      findings: [],
      unseen: [],
      seen: { length: 2 },
    });
  });

  test('that our own stacks have are right, be they marked, named, or neither where ours have no names', async () => {
    expect(await look(stackNames, world(ours), { stacks })).toMatchObject({ findings: [], unseen: [] });
    const old = { ...ours, 'Dev-Network': made('PipelineStack/Dev/Network', 'tap-dev-errors') };
    expect(await look(stackNames, world(old), { stacks })).toMatchObject({ findings: [], unseen: [] });
  });

  test.each([
    ['PipelineStack', 'of another application', made('PipelineStack', 'other-delivery'), pipelineAccount],
    ['PipelineStack', 'that the CDK has not made', foreign, pipelineAccount],
    ['PipelineStackSupport-eu-central-1', 'of another app', made('Other'), pipelineAccount],
    ['Dev-Network', 'of another application', made('PipelineStack/Dev/Network', 'other-dev-errors'), devAccount],
    ['Dev-Network', 'that says whose it is', said('other-dev'), devAccount],
    ['Dev-Queue', 'of another app', made('Other/Dev/Queue'), devAccount],
  ])('are found where %s is one %s', async (name, _, one, account) => {
    const examination = await look(stackNames, world({ ...ours, [name]: one }), { stacks });
    const places = stacks.filter((all) => all.name === name).map((all) => all.region);
    expect(found(examination)).toEqual(places.map((place) => `TAP6192 account ${account}, ${place}`));
    expect(examination.findings[0]).toMatchObject({ what: expect.stringContaining(name), runbook: 'first-deployment' });
  });

  test('of stacks that are in review are not asked for', async () => {
    const all = { ...ours, 'Dev-Network': { status: 'REVIEW_IN_PROGRESS', template: '' } };
    expect(await look(stackNames, world(all), { stacks })).toMatchObject({ findings: [], unseen: [] });
    const asked = aws().calls.filter(({ what }) => what === 'cloudformation GetTemplate');
    expect(asked.map(({ input }) => input.StackName)).not.toContain('Dev-Network');
  });

  test('are not seen where the template may not be', async () => {
    const { unseen, findings } = await look(stackNames, world({ ...ours, 'Dev-Network': {} }), { stacks });
    expect(findings).toEqual([]);
    expect(unseen).toEqual([expect.objectContaining({ code: 'TAP6005', where: `account ${devAccount}, ${region}` })]);
  });
});

describe('a stack that is somebody else’s (recorded)', () => {
  const all = { ...ours, 'Dev-Network': foreign, 'Dev-Queue': foreign };

  test('is no failed creation of ours', async () => {
    const looked = await look(stackStates, world(all), { stacks: stacks.slice(2) });
    expect(looked).toMatchObject({ findings: [], unseen: [] });
    expect(found(await look(stackStates, world(ours), { stacks: stacks.slice(2) })).length).toBe(2);
  });

  test('is still told by its state where nobody can see whose it is', async () => {
    const unknown = { ...ours, 'Dev-Network': {} };
    expect(found(await look(stackStates, world(unknown), { stacks: stacks.slice(2) })).length).toBe(2);
  });
});
