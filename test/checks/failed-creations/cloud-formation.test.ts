import { CloudFormationSource } from '../../../checks/failed-creations/cloud-formation';
import { FakeAws } from '../support/fake-aws';

const aws = new FakeAws();
const before = { ...process.env };
const place = {
  name: 'Dev-Data',
  region: 'eu-west-1',
  roleArn: 'arn:aws:iam::222222222222:role/deploys-eu-west-1',
  path: 'PipelineStack/Dev/Data',
};
const id = 'arn:aws:cloudformation:eu-west-1:222222222222:stack/Dev-Data/1';
const source = () => new CloudFormationSource(place, 'Dev-any-e1');

beforeAll(async () => {
  await aws.start();
  Object.assign(process.env, aws.variables);
});

afterAll(async () => {
  process.env = before;
  await aws.stop();
});

beforeEach(() => {
  aws.calls.length = 0;
  aws.denied.clear();
});

/** One page of events, newest first; each is `status of whom`. */
function page(events: readonly (readonly [string, string])[], next?: string): string {
  const members = events
    .map(
      ([status, whom]) =>
        `<member><StackId>${id}</StackId><PhysicalResourceId>${whom}</PhysicalResourceId><ResourceStatus>${status}</ResourceStatus></member>`,
    )
    .join('');
  const token = next === undefined ? '' : `<NextToken>${next}</NextToken>`;
  return `<DescribeStackEventsResponse><DescribeStackEventsResult><StackEvents>${members}</StackEvents>${token}</DescribeStackEventsResult></DescribeStackEventsResponse>`;
}

test('a stack is seen through a session of the role that deploys it, which may do no more than this program, to this stack', async () => {
  aws.cloudFormation = () => [
    200,
    `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackId>${id}</StackId><StackStatus>ROLLBACK_COMPLETE</StackStatus></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
  ];
  expect(await source().describe('Dev-Data')).toMatchObject({ id, status: 'ROLLBACK_COMPLETE' });
  const [assumed, described] = aws.calls;
  expect(assumed?.data.RoleArn).toBe(place.roleArn);
  const { Statement } = JSON.parse(String(assumed?.data.Policy)) as {
    Statement: readonly { Effect: string; Action: readonly string[]; Resource: string }[];
  };
  expect(Statement).toHaveLength(1);
  expect(Statement[0]).toMatchObject({
    Effect: 'Allow',
    Resource: 'arn:aws:cloudformation:eu-west-1:222222222222:stack/Dev-Data/*',
  });
  expect(Statement[0]?.Action.filter((action) => /Update|Create|\*/.test(action))).toEqual([]);
  expect(described).toMatchObject({ action: 'DescribeStacks', region: 'eu-west-1' });
});

test('a stack that is not there is none, and every other refusal is an error', async () => {
  const refused = (message: string) =>
    `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`;
  aws.cloudFormation = () => [400, refused('Stack with id Dev-Data does not exist')];
  expect(await source().describe('Dev-Data')).toBeUndefined();
  aws.cloudFormation = () => [400, refused('Rate of something')];
  await expect(source().describe('Dev-Data')).rejects.toThrow('Rate of something');
});

test('a template is read as it was deployed, and one that is not there is empty; every other refusal is an error', async () => {
  const asked: Record<string, string>[] = [];
  aws.cloudFormation = (_, input) => {
    asked.push(input);
    return [
      200,
      '<GetTemplateResponse><GetTemplateResult><TemplateBody>{"Resources":{}}</TemplateBody></GetTemplateResult></GetTemplateResponse>',
    ];
  };
  expect(await source().template(id)).toBe('{"Resources":{}}');
  expect(asked).toEqual([expect.objectContaining({ StackName: id, TemplateStage: 'Original' })]);
  const refused = (code: string) =>
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`;
  aws.cloudFormation = () => [400, refused('ValidationError')];
  expect(await source().template(id)).toBe('');
  aws.cloudFormation = () => [403, refused('AccessDenied')];
  await expect(source().template(id)).rejects.toThrow('no');
});

test('events are read to the last page, and those of the stack itself are told from those of its resources', async () => {
  aws.cloudFormation = (_, { NextToken }) => [
    200,
    NextToken === undefined
      ? page(
          [
            ['ROLLBACK_COMPLETE', id],
            ['CREATE_COMPLETE', 'some-bucket'],
          ],
          'more',
        )
      : page([['CREATE_IN_PROGRESS', id]]),
  ];
  const events = await source().events(id);
  expect(events.map(({ status, ofStack }) => [status, ofStack])).toEqual([
    ['ROLLBACK_COMPLETE', true],
    ['CREATE_COMPLETE', false],
    ['CREATE_IN_PROGRESS', true],
  ]);
});

test('an account that was not bootstrapped is told as such, with what to do', async () => {
  aws.denied.add('AssumeRole');
  await expect(source().describe('Dev-Data')).rejects.toThrow(/TAP3005.*bootstrap.*222222222222.*eu-west-1.*--trust/s);
});
