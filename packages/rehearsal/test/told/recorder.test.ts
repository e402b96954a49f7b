import { type PipelineHistory, PipelineHistory as RealHistory } from '../../src/cloud/base/pipeline-history';
import type { RehearsalEvent } from '../../src/events/events';
import { Recorder } from '../../src/told/recorder';

const at = { account: '111111111111', region: 'us-east-1' };
const commit = 'c'.repeat(40);

/** What the history holds after these events of one execution. */
function recorded(...events: RehearsalEvent[]) {
  const history: PipelineHistory = new RealHistory();
  let now = 1_000_000;
  const revision = { commit, subject: 'Halve the prices' };
  const recorder = new Recorder({ history, revision, reportDir: '/reports' }, () => (now += 1000));
  recorder.add({ type: 'execution-started', execution: 'e-1', pipeline: 'delivery', ...at });
  for (const event of events) recorder.add(event);
  return { execution: history.find(at, 'delivery', 'e-1'), history };
}

const started = (stage: string, action: string, provider: string): RehearsalEvent => ({
  type: 'action-started',
  stage,
  action,
  provider,
});
const ended = (
  stage: string,
  action: string,
  verdict: 'pass' | 'fail' | 'stood in',
  reason?: string,
): RehearsalEvent => ({
  type: 'action-ended',
  stage,
  action,
  verdict,
  seconds: 1,
  differences: [],
  reason,
});

describe('what is remembered of an execution', () => {
  test('is each action with its state, and why it failed', () => {
    const { execution } = recorded(
      started('Build', 'Image', 'CodeBuild'),
      ended('Build', 'Image', 'stood in', 'no engine'),
      started('Alpha', 'Network.Deploy', 'CloudFormation'),
      ended('Alpha', 'Network.Deploy', 'fail', 'A resource failed.\nAnother one, too.'),
      started('Alpha', 'Data.Deploy', 'CloudFormation'),
      { type: 'execution-ended', state: 'FAILED' },
    );
    expect(execution).toMatchObject({ pipeline: 'delivery', id: 'e-1', status: 'Failed', ...at });
    expect(execution?.actions).toMatchObject([
      { stage: 'Build', action: 'Image', category: 'Build', provider: 'CodeBuild', status: 'Succeeded' },
      {
        action: 'Network.Deploy',
        category: 'Deploy',
        status: 'Failed',
        reason: 'A resource failed.\nAnother one, too.',
      },
      { action: 'Data.Deploy', status: 'InProgress' },
    ]);
    expect(execution?.actions[0]?.reason).toBeUndefined();
    const [first, second] = execution?.actions ?? [];
    expect(second?.startedAt).toBeGreaterThan(first?.endedAt ?? Number.POSITIVE_INFINITY);
  });

  test('is the log of a job, and the report for what has none', () => {
    const { execution } = recorded(
      started('Alpha', 'Verify', 'CodeBuild'),
      ended('Alpha', 'Verify', 'fail', 'no'),
      started('Alpha', 'Network.Deploy', 'CloudFormation'),
      ended('Alpha', 'Network.Deploy', 'fail', 'no'),
    );
    expect(execution?.actions.map(({ link }) => link)).toEqual([
      'file:///reports/jobs/Alpha/Verify/log.txt',
      'file:///reports/index.html',
    ]);
  });

  test.each([
    ['CodeStarSourceConnection', JSON.stringify({ ProviderType: 'rehearsal', CommitMessage: 'Halve the prices' })],
    ['CodeCommit', 'Halve the prices'],
  ])('is the commit, once %s has given it, in the words of its provider', (provider, summary) => {
    const read = [started('Source', 'Source', provider), ended('Source', 'Source', 'pass')];
    expect(recorded(...read).execution?.revision).toMatchObject({ id: commit, summary });
    const unread = [started('Source', 'Source', provider), ended('Source', 'Source', 'fail', 'no such branch')];
    expect(recorded(...unread).execution?.revision).toBeUndefined();
  });

  test.each([
    ['rejected', 'Anna', 'Anna'],
    ['timed out', 'the clock', undefined],
  ] as const)('is who answered an approval: %s', (answer, by, expected) => {
    const { execution } = recorded(
      started('PromoteGamma', 'Approval', 'Manual'),
      { type: 'approval-answered', stage: 'PromoteGamma', action: 'Approval', answer, by },
      ended('PromoteGamma', 'Approval', 'fail', 'no'),
    );
    expect(execution?.actions).toMatchObject([{ category: 'Approval', status: 'Failed' }]);
    expect(execution?.actions[0]?.by).toBe(expected);
  });

  test('is no longer than CodePipeline keeps', () => {
    const { execution } = recorded(
      started('Alpha', 'Verify', 'CodeBuild'),
      ended('Alpha', 'Verify', 'fail', 'x'.repeat(6000)),
    );
    expect(execution?.actions[0]?.reason).toHaveLength(5000);
  });

  test('is found in its own account, region and pipeline alone', () => {
    const { history } = recorded();
    expect(history.find(at, 'delivery', 'e-1')).toBeDefined();
    expect(history.find({ ...at, account: '2' }, 'delivery', 'e-1')).toBeUndefined();
    expect(history.find({ ...at, region: 'eu-west-1' }, 'delivery', 'e-1')).toBeUndefined();
    expect(history.find(at, 'other', 'e-1')).toBeUndefined();
    expect(history.find(at, 'delivery', 'e-2')).toBeUndefined();
  });
});
