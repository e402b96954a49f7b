import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { executionId, failed, revision, run, settings, told } from './support';

const { topic: everyone, topics } = settings;
const link = 'https://us-west-2.console.aws.amazon.com/codesuite/codebuild/build/1';

describe('a failed execution', () => {
  test('is asked for at CodePipeline, and told with commit, stage, action, reason and link', async () => {
    const result = { externalExecutionSummary: 'Build terminated with state: FAILED', externalExecutionUrl: link };
    const { sent, asked } = await told([
      run('Source', 'Source', { status: 'Succeeded' }),
      run('Dev', 'Check', { result }),
    ]);
    expect(asked).toEqual(Array.from({ length: 2 }, () => ['myPipeline', executionId]));
    expect(sent).toHaveLength(1);
    const [{ subject, text }] = sent as [(typeof sent)[number]];
    expect(subject).toBe('myPipeline stopped at Dev/Check');
    for (const part of [
      revision.revisionId,
      'Halve the prices',
      'Dev',
      'Check',
      'CodeBuild',
      ...Object.values(result),
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('Because of the fair');
    expect(text).toMatch(
      new RegExp(`https://${failed.region}\\.console\\.aws\\.amazon\\.com/\\S*myPipeline\\S*${executionId}`),
    );
  });

  test('says AWS’s error before the summary of the job, which says less', async () => {
    const result = {
      errorDetails: { code: 'PermissionError', message: 'not authorized to perform AssumeRole' },
      externalExecutionSummary: 'failed',
    };
    const { sent } = await told([run('Dev', 'Network.Deploy', { provider: 'CloudFormation', result })]);
    expect(sent[0]?.text).toMatch(/^Reason: +not authorized to perform AssumeRole$/m);
  });

  test('is told as unknown where CodePipeline tells nothing, to everyone', async () => {
    const { sent } = await told([], null);
    expect(sent.map(({ topic }) => topic)).toEqual([everyone]);
    expect(sent[0]?.subject).toBe('myPipeline stopped');
    expect(sent[0]?.text).toMatch(/^Commit: +not known/m);
    expect(sent[0]?.text).toMatch(/^Action: +CodePipeline names none/m);
    const { sent: without } = await told([run('Dev', 'Check')], []);
    expect(without[0]?.text).toMatch(/^Reason: +CodePipeline gives none/m);
    expect(without[0]?.text).toMatch(/^Commit: +not known/m);
  });

  test.each([
    ['a plain message', 'Halve the prices\n\nBecause', 'Halve the prices'],
    ['JSON without a message', '{"a":1}', '{"a":1}'],
    ['what JSON takes for nothing', 'null', 'null'],
    ['none at all', undefined, ''],
  ])('shows the first line of the commit’s message: %s', async (_what, revisionSummary, shown) => {
    const { sent } = await told([run('Dev', 'Check')], [{ revisionId: 'v1', revisionSummary }]);
    expect(sent[0]?.text.split('\n')).toContain(`Commit:   v1 ${shown}`.trim());
  });

  test('has a subject that SNS takes, however many actions failed', async () => {
    const runs = Array.from({ length: 20 }, (_, index) => run('Markets', `Spain.Network${index}.Deploy`));
    const { sent } = await told(runs);
    expect(sent[0]?.subject).toMatch(/^[\x20-\x7e]{1,99}$/);
    expect(sent[0]?.text.match(/^Action: /gm)).toHaveLength(20);
  });
});

describe('of a stage that was tried again', () => {
  test('only the last run of each action counts, in whatever order CodePipeline lists them', async () => {
    const runs = [
      run('Dev', 'Check', { minute: 20, status: 'Succeeded' }),
      run('Dev', 'Check', { minute: 1 }),
      run('Dev', 'Measure', { minute: 30, result: { externalExecutionSummary: 'second time' } }),
      run('Dev', 'Measure', { minute: 10, result: { externalExecutionSummary: 'first time' } }),
    ];
    for (const listed of [runs, [...runs].reverse()]) {
      const { sent } = await told(listed);
      expect(sent.map(({ subject }) => subject)).toEqual(['myPipeline stopped at Dev/Measure']);
      expect(sent[0]?.text).toContain('second time');
      expect(sent[0]?.text).not.toContain('first time');
    }
  });

  test.each([
    [
      'from its first action on, and fails earlier than before',
      [
        run('Dev', 'FailedCreations', { minute: 30, until: 31 }),
        run('Dev', 'Service.Deploy', { minute: 20, until: 25 }),
        run('Dev', 'FailedCreations', { minute: 10, until: 11, status: 'Succeeded' }),
      ],
      'Dev/FailedCreations',
    ],
    [
      'from its first action on, and comes further than before',
      [
        run('Dev', 'Smoke', { minute: 40, until: 41 }),
        run('Dev', 'Service.Deploy', { minute: 32, until: 39, status: 'Succeeded' }),
        run('Dev', 'FailedCreations', { minute: 30, until: 31, status: 'Succeeded' }),
        run('Dev', 'Service.Deploy', { minute: 20, until: 25 }),
        run('Dev', 'FailedCreations', { minute: 10, until: 11, status: 'Succeeded' }),
      ],
      'Dev/Smoke',
    ],
    [
      'by its failed actions while another one still ran, which fails later',
      [
        run('Dev', 'Api.Deploy', { minute: 15, until: 16, status: 'Succeeded' }),
        run('Dev', 'Edge.Deploy', { minute: 10, until: 20 }),
        run('Dev', 'Api.Deploy', { minute: 10, until: 12 }),
      ],
      'Dev/Edge.Deploy',
    ],
  ])('%s, only its last attempt is told', async (_, runs, place) => {
    for (const listed of [runs, [...runs].reverse()]) {
      const { sent } = await told(listed);
      expect(sent.map(({ subject }) => subject)).toEqual([`myPipeline stopped at ${place}`]);
    }
  });

  test('a stage that was not tried again is told whole, though one action began after another had failed', async () => {
    const { sent } = await told([
      run('Dev', 'Edge.Deploy', { minute: 12, until: 20 }),
      run('Dev', 'Api.Deploy', { minute: 10, until: 11 }),
      run('Build', 'Image', { minute: 1, until: 2, status: 'Succeeded' }),
    ]);
    expect(sent.map(({ subject }) => subject)).toEqual(['myPipeline stopped at Dev/Edge.Deploy, Dev/Api.Deploy']);
  });

  test('what still runs or was abandoned has not failed', async () => {
    const { sent } = await told([
      run('Dev', 'Check', { status: 'InProgress' }),
      run('Dev', 'Watch', { status: 'Abandoned' }),
      run('Dev', 'Measure'),
    ]);
    expect(sent.map(({ subject }) => subject)).toEqual(['myPipeline stopped at Dev/Measure']);
  });
});

describe('who is told', () => {
  test.each([
    ['of what comes before all environments: everyone', 'UpdatePipeline', ['SelfMutate'], [everyone]],
    ['of an environment that names nobody: everyone', 'Dev', ['Check'], [everyone]],
    ['of an environment that names somebody: these alone', 'Prod', ['Network.Deploy'], [topics.Prod]],
    ['of an approval: the environment it leads into', 'PromoteProd', ['Approval'], [topics.Prod]],
    ['of one of several side by side: its own', 'Markets', ['Italy.Check'], [topics.Italy]],
    ['of two of them: each its own', 'Markets', ['Spain.Check', 'Italy.Check'], [everyone, topics.Italy]],
    ['of what stands before all of them: all', 'PromoteMarkets', ['Approval'], [everyone, topics.Italy]],
    ['once, however many actions of an environment failed', 'Prod', ['A.Deploy', 'B.Deploy'], [topics.Prod]],
  ])('%s', async (_what, stage, actions, expected) => {
    const { sent, topics: answered } = await told(actions.map((action) => run(stage, action)));
    expect(sent.map(({ topic }) => topic)).toEqual(expected);
    expect(answered).toEqual(expected);
  });

  test('are all others, where one topic refuses; then the function fails, and Lambda tries again', async () => {
    const { sent, error } = await told(
      [run('Markets', 'Spain.Check'), run('Markets', 'Italy.Check')],
      [revision],
      [everyone],
    );
    expect(sent.map(({ topic }) => topic)).toEqual([topics.Italy]);
    expect(error).toBeInstanceOf(AggregateError);
    expect(error?.message).toContain(everyone);
  });
});

describe('an approval', () => {
  const approval = (more = {}) => run('PromoteProd', 'Approval', { provider: 'Manual', ...more });

  test('that nobody gave in time is told without a name', async () => {
    const { sent } = await told([approval()]);
    expect(sent[0]?.text).toMatch(/^Reason: +rejected, or not answered in time$/m);
    expect(sent[0]?.text).not.toMatch(/^By: /m);
  });

  test('that somebody rejected is told with the name and the words', async () => {
    const updatedBy = 'arn:aws:sts::123456789012:assumed-role/Shop/anna';
    const { sent } = await told([approval({ updatedBy, result: { externalExecutionSummary: 'Not before the fair' } })]);
    expect(sent[0]?.text).toMatch(/^By: +\S+\/anna$/m);
    expect(sent[0]?.text).toContain('Not before the fair');
  });

  test('is the one action whose last hand is told: that of a job is CodePipeline’s own', async () => {
    const { sent } = await told([run('Dev', 'Check', { updatedBy: 'arn:aws:iam::123456789012:role/pipeline' })]);
    expect(sent[0]?.text).not.toContain('role/pipeline');
  });
});

test.each([
  ['Source', 'Source', 'CodeStarSourceConnection', 'connection'],
  ['UpdatePipeline', 'SelfMutate', 'CodeBuild', 'self-mutation'],
  ['PromoteProd', 'Approval', 'Manual', 'deployment-hangs'],
  ['Prod', 'Network.Deploy', 'CloudFormation', 'README'],
])('the message of %s leads to the runbook that has its words', async (stage, action, provider, runbook) => {
  const { sent } = await told([run(stage, action, { provider })]);
  expect(sent[0]?.text).toContain(`https://example.com/runbooks/${runbook}.md`);
  expect(existsSync(join(__dirname, '../../../docs/runbooks', `${runbook}.md`))).toBe(true);
});
