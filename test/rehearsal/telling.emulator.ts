import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { ListSubscriptionsByTopicCommand, SNSClient, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { sdkConfiguration } from '@delivery/rehearsal/executors/sdk-configuration';
import { gates } from '../../contracts/gates';
import { createBacking } from '../../packages/rehearsal/src/cloud/backing/backing';
import type { LocalCloud } from '../../packages/rehearsal/src/cloud/base/contracts';
import { startLocalCloud } from '../../packages/rehearsal/src/cloud/local-cloud';
import type { RehearsalEvent } from '../../packages/rehearsal/src/events/events';
import type { ExecutionState } from '../../packages/rehearsal/src/told/pipeline-event';
import { tellOf } from '../../packages/rehearsal/src/told/tell';
import { telling } from '../../packages/rehearsal/src/told/telling';
import { assemblyFolder } from '../helpers/stacks';
import { configurationOf } from '../helpers/variants';

const at = { account: '111111111111', region: 'us-east-1' };
const { environments, pipeline, application } = configurationOf();
const signal = new AbortController().signal;
const revision = { commit: 'c'.repeat(40), subject: 'Halve the prices' };

/** The last environment names people of its own, the first one nobody. */
const own = environments.find(({ notifications }) => notifications !== undefined);
const nobody = environments.find(({ notifications }) => notifications === undefined);
const everyone = pipeline.notifications.failures ?? pipeline.notifications.approvals;

describe('of an execution of the deployed pipeline', () => {
  const folder = mkdtempSync(join(tmpdir(), 'telling-'));
  let cloud: LocalCloud;
  let rules: EventBridgeClient;
  let rule = '';

  beforeAll(async () => {
    const toolsDir = join(__dirname, '..', '..', '.tools');
    cloud = await startLocalCloud(
      {
        workDir: folder,
        toolsDir,
        defaultAccount: at.account,
        defaultRegion: at.region,
        clockFactor: 20,
        emit: () => undefined,
      },
      (services) => createBacking(services, { image: () => undefined }),
    );
    await cloud.bootstrap(at.account, at.region, pipeline.bootstrapQualifier);
    await cloud.deployStack(
      {
        ...at,
        environment: 'pipeline',
        stack: 'PipelineStack',
        template: readFileSync(join(assemblyFolder(), 'PipelineStack.template.json'), 'utf8'),
        parameters: {},
        tags: {},
        capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
        caller: { name: 'person', ...at },
      },
      signal,
    );
    rules = new EventBridgeClient(sdkConfiguration(cloud.awsVariables({ name: 'rehearsal', ...at })));
    rule = (await rules.send(new ListRulesCommand({}))).Rules?.[0]?.Name ?? '';
    expect(rule).not.toBe('');
  }, 120_000);
  afterAll(async () => {
    rules.destroy();
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  /** The events of an execution in which one action fails. */
  function failing(stage: string, action: string, provider: string) {
    const events: RehearsalEvent[] = [];
    const push = telling(cloud, { revision, reportDir: '/report' }, (event) => events.push(event));
    const execution = `e-${Math.random()}`;
    push.emit({ type: 'execution-started', execution, pipeline: `${application}-delivery`, ...at });
    push.emit({ type: 'action-started', stage: 'Source', action: 'Source', provider: 'CodeStarSourceConnection' });
    push.emit({
      type: 'action-ended',
      stage: 'Source',
      action: 'Source',
      verdict: 'pass',
      seconds: 1,
      differences: [],
    });
    push.emit({ type: 'action-started', stage, action, provider });
    const reason = `${action} did not work`;
    push.emit({ type: 'action-ended', stage, action, verdict: 'fail', seconds: 1, differences: [], reason });
    return { push, events, execution };
  }

  async function toldOf(stage: string, action: string, provider: string) {
    const { push, events } = failing(stage, action, provider);
    push.emit({ type: 'execution-ended', state: 'FAILED' });
    await push.tell(signal);
    return events.flatMap((event) => (event.type === 'told' || event.type === 'warning' ? [event] : []));
  }

  test.each([
    ['self-mutation fails', 'UpdatePipeline', 'SelfMutate', 'CodeBuild', everyone],
    ['an environment fails that names nobody', nobody?.name ?? '', gates.smoke.action, 'CodeBuild', everyone],
    [
      'one fails that names somebody',
      own?.name ?? '',
      'Network.Deploy',
      'CloudFormation',
      own?.notifications?.failures,
    ],
    ['the approval before it times out', `Promote${own?.name}`, 'Approval', 'Manual', own?.notifications?.failures],
  ])('its people are told once, by the deployed function: %s', async (_what, stage, action, provider, people) => {
    const told = await toldOf(stage, action, provider);
    expect(told).toEqual([expect.objectContaining({ type: 'told', to: people })]);
    const [{ text }] = told as [Extract<RehearsalEvent, { type: 'told' }>];
    for (const part of [
      revision.commit,
      revision.subject,
      stage,
      action,
      `${action} did not work`,
      'file:///report/',
    ]) {
      expect(text).toContain(part);
    }
  });

  test.each(['SUPERSEDED', 'STOPPED', 'CANCELED', 'SUCCEEDED'] satisfies ExecutionState[])(
    'nobody is told where it ended as %s, and nothing is wrong with that',
    async (state) => {
      const { push, events, execution } = failing('Dev', gates.smoke.action, 'CodeBuild');
      const recorded = cloud.history.find(at, `${application}-delivery`, execution);
      if (!recorded) throw new Error('not recorded');
      const before = cloud.publications().length;
      await tellOf(cloud, recorded, state, push.emit, signal);
      expect(cloud.publications()).toHaveLength(before);
      expect(events.filter(({ type }) => type === 'told' || type === 'warning')).toEqual([]);
    },
  );

  test('that nobody was told is said, with the reason: the rule is switched off', async () => {
    await rules.send(new DisableRuleCommand({ Name: rule }));
    const told = await toldOf('Dev', gates.smoke.action, 'CodeBuild');
    await rules.send(new EnableRuleCommand({ Name: rule }));
    expect(told).toEqual([
      expect.objectContaining({
        type: 'warning',
        code: 'TAP4216',
        message: expect.stringMatching(/^Nobody .*no deployed rule/),
      }),
    ]);
  });

  test('that nobody was told is said, with the reason: the function fails', async () => {
    cloud.setFaults([
      { service: 'sns', action: 'Publish', code: 'AuthorizationError', message: 'not yours', status: 403 },
    ]);
    const told = await toldOf('Dev', gates.smoke.action, 'CodeBuild');
    cloud.setFaults([]);
    expect(told).toEqual([
      expect.objectContaining({ type: 'warning', message: expect.stringMatching(/^Nobody .*not yours/) }),
    ]);
  });

  test('another target of the rule is said to be not carried out', async () => {
    const Targets = [{ Id: 'Queue', Arn: 'arn:aws:sqs:us-east-1:111111111111:queue' }];
    await rules.send(new PutTargetsCommand({ Rule: rule, Targets }));
    const told = await toldOf('Dev', gates.smoke.action, 'CodeBuild');
    expect(told.map(({ type }) => type)).toEqual(['told', 'warning']);
    expect(told[1]).toMatchObject({ message: expect.stringMatching(/^Not everybody .*sqs.*functions alone/) });
  });

  test('a message to a topic that nobody subscribes to has told nobody', async () => {
    const sns = new SNSClient(sdkConfiguration(cloud.awsVariables({ name: 'rehearsal', ...at })));
    const topics = new Set(cloud.publications().map(({ topic }) => topic));
    for (const TopicArn of topics) {
      const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
      for (const { SubscriptionArn } of Subscriptions) await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    }
    sns.destroy();
    const told = await toldOf('Dev', gates.smoke.action, 'CodeBuild');
    expect(told[0]).toMatchObject({ type: 'told', to: [] });
    expect(told[1]).toMatchObject({ type: 'warning', message: expect.stringMatching(/^Nobody .*nobody subscribes/) });
  });

  test('an interrupted rehearsal tells nobody any more', async () => {
    const { push } = failing('Dev', gates.smoke.action, 'CodeBuild');
    push.emit({ type: 'execution-ended', state: 'FAILED' });
    const controller = new AbortController();
    controller.abort(new Error('Ctrl-C'));
    await expect(push.tell(controller.signal)).rejects.toThrow('Ctrl-C');
  });
});
