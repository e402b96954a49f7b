import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { CodedError } from '@delivery/coded-error';
import type { ActionRun, Executor } from '../engine/executor';
import type { ApprovalConfiguration } from '../model/action-configuration';
import { replaceVariables } from '../model/variables';
import type { ExecutorContext } from './executor-context';
import { sdkConfiguration } from './sdk-configuration';

export interface Answer {
  readonly answer: 'approved' | 'rejected';
  /** Who answered, for example `--yes`. */
  readonly by: string;
}

/** Whoever decides: a person at the terminal, `--yes`, a fault. */
export interface Approver {
  /**
   * @param where `Stage/Action`
   * @param ask shows the question; called before anything answers it, and only while no other one is open
   * @param signal aborted when nobody waits for the answer any more
   */
  decide(where: string, ask: () => void, signal: AbortSignal): Promise<Answer>;
}

/** The run's clock, as far as time-outs need it. */
export interface DeadlineClock {
  /** Waits for minutes of the pipeline's clock; rejects with the signal's reason if it is aborted first. */
  waitMinutes(minutes: number, signal: AbortSignal): Promise<void>;
}

/** CodePipeline's own limit for approvals, in minutes: seven days. */
const defaultTimeoutMinutes = 7 * 24 * 60;
/**
 * Characters of the text of an approval at most, as of any value in an action's configuration:
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html
 */
const longestText = 1000;

/** Tells the approval's topic, asks, and gives up at the deadline. */
export function approvalExecutor(
  context: Pick<ExecutorContext, 'cloud' | 'clockFactor'>,
  approver: Approver,
  clock: DeadlineClock,
): Executor<ApprovalConfiguration> {
  return async (run) => {
    const { action, configuration, where, variables, signal, emit } = run;
    const id = { stage: run.stage, action: action.name };
    const text = replaceVariables(where, configuration.text, variables);
    if (text.length > longestText) {
      throw new CodedError(
        'TAP4203',
        `${where}: the text has ${text.length} characters; CodePipeline takes ${longestText}.`,
      );
    }
    const link = configuration.link === undefined ? '' : replaceVariables(where, configuration.link, variables);
    const timeoutMinutes = action.timeoutMinutes ?? defaultTimeoutMinutes;
    await notify(context, run, text, link);
    const ask = () => emit({ type: 'approval-asked', ...id, text: link === '' ? text : `${text}\n${link}` });
    const { answer, by } = await beforeDeadline(approver, clock, where, ask, timeoutMinutes, signal);
    emit({ type: 'approval-answered', ...id, answer, by });
    const differences = [
      { onAws: 'a person answers in the console', here: `answered by ${by}` },
      ...(context.clockFactor === 1
        ? []
        : [
            {
              onAws: `times out after ${timeoutMinutes} minutes`,
              here: `times out after ${timeoutMinutes / context.clockFactor} minutes: the clock runs ${context.clockFactor} times faster`,
            },
          ]),
    ];
    if (answer === 'approved') return { verdict: 'pass', differences };
    const reason =
      answer === 'rejected' ? `Rejected by ${by}.` : `No decision within ${timeoutMinutes} minutes: timed out.`;
    return { verdict: 'fail', reason, differences };
  };
}

async function beforeDeadline(
  approver: Approver,
  clock: DeadlineClock,
  where: string,
  ask: () => void,
  minutes: number,
  signal: AbortSignal,
): Promise<{ readonly answer: Answer['answer'] | 'timed out'; readonly by: string }> {
  signal.throwIfAborted();
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  try {
    return await Promise.race([
      approver.decide(where, ask, either),
      clock.waitMinutes(minutes, either).then(() => ({ answer: 'timed out' as const, by: 'the clock' })),
    ]);
  } finally {
    // Whichever of the two lost has nothing to wait for any more.
    over.abort();
    signal.throwIfAborted();
  }
}

/** The message that CodePipeline sends to an approval's topic, as its role. */
async function notify(
  { cloud }: Pick<ExecutorContext, 'cloud'>,
  { pipeline, stage, action, configuration, where }: ActionRun<ApprovalConfiguration>,
  text: string,
  link: string,
): Promise<void> {
  const { topicArn } = configuration;
  if (topicArn === undefined) return;
  const { account, region } = action;
  const roleArn = action.roleArn ?? pipeline.roleArn;
  const client = new SNSClient(
    sdkConfiguration(cloud.awsVariables({ name: `job ${where}`, account, region, roleArn })),
  );
  const approval = {
    pipelineName: pipeline.name,
    stageName: stage,
    actionName: action.name,
    expires: null,
    externalEntityLink: link,
    customData: text,
  };
  try {
    await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: `APPROVAL NEEDED: AWS CodePipeline ${pipeline.name} for action ${action.name}`.slice(0, 100),
        Message: JSON.stringify({ region, approval }),
      }),
    );
  } catch (error) {
    throw new CodedError('TAP4204', `${where}: the topic ${topicArn} could not be told: ${String(error)}`, {
      cause: error,
    });
  } finally {
    client.destroy();
  }
}
