import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PipelineHistory, RecordedAction, RecordedExecution } from '../cloud/base/pipeline-history';
import type { ActionId, RehearsalEvent } from '../events/events';

/** What the events don't tell of a run. */
export interface RecordedRun {
  readonly history: PipelineHistory;
  readonly revision: { readonly commit: string; readonly subject: string };
  /** Folder of the report, where the logs of jobs are. */
  readonly reportDir: string;
}

/** Categories of CodePipeline by provider; what is not here is a source. */
const categories: Readonly<Record<string, string>> = {
  CodeBuild: 'Build',
  CloudFormation: 'Deploy',
  Manual: 'Approval',
};

/** The longest message of an error that CodePipeline keeps (https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ErrorDetails.html). */
const longestReason = 5000;

const statuses = { SUCCEEDED: 'Succeeded', FAILED: 'Failed', CANCELED: 'Cancelled' } as const;

/** Writes down what happens as CodePipeline would remember it. */
export class Recorder {
  private execution: RecordedExecution | undefined;

  constructor(
    private readonly run: RecordedRun,
    private readonly now: () => number = Date.now,
  ) {}

  /** The execution that was recorded last. */
  get last(): RecordedExecution | undefined {
    return this.execution;
  }

  /** Takes one event; most are nothing that CodePipeline keeps. */
  add(event: RehearsalEvent): void {
    switch (event.type) {
      case 'execution-started': {
        const { account, region, pipeline, execution: id } = event;
        const startedAt = new Date(this.now()).toISOString();
        this.execution = { account, region, pipeline, id, startedAt, status: 'InProgress', actions: [] };
        this.run.history.add(this.execution);
        return;
      }
      case 'execution-ended':
        if (this.execution) this.execution.status = statuses[event.state];
        return;
      case 'action-started':
        this.start(event);
        return;
      case 'approval-answered':
        if (event.answer !== 'timed out') this.change(event, { by: event.by });
        return;
      case 'action-ended':
        this.end(event);
        return;
      default:
        return;
    }
  }

  private start({ stage, action, provider }: Extract<RehearsalEvent, { type: 'action-started' }>): void {
    this.execution?.actions.push({
      id: randomUUID(),
      stage,
      action,
      category: categories[provider] ?? 'Source',
      provider,
      startedAt: this.now(),
      status: 'InProgress',
    });
  }

  private end({ stage, action, verdict, reason }: Extract<RehearsalEvent, { type: 'action-ended' }>): void {
    const failed = verdict === 'fail';
    const ended = this.change(
      { stage, action },
      { status: failed ? 'Failed' : 'Succeeded', endedAt: this.now(), link: this.linkOf({ stage, action }) },
    );
    if (ended && failed && reason !== undefined) ended.reason = reason.slice(0, longestReason);
    if (this.execution && ended?.category === 'Source' && !failed) {
      const { commit, subject } = this.run.revision;
      const connection = ended.provider === 'CodeStarSourceConnection';
      // Of a connection the summary is JSON that holds the message.
      const summary = connection ? JSON.stringify({ ProviderType: 'rehearsal', CommitMessage: subject }) : subject;
      this.execution.revision = { artifact: action, id: commit, summary };
    }
  }

  private change({ stage, action }: ActionId, changes: Partial<RecordedAction>): RecordedAction | undefined {
    const found = this.execution?.actions.find((one) => one.stage === stage && one.action === action);
    return found && Object.assign(found, changes);
  }

  /** A job's log, as CodePipeline links to the build; the report for what has none. */
  private linkOf({ stage, action }: ActionId): string {
    const found = this.execution?.actions.find((one) => one.stage === stage && one.action === action);
    const file = found?.provider === 'CodeBuild' ? join('jobs', stage, action, 'log.txt') : 'index.html';
    return pathToFileURL(join(this.run.reportDir, file)).href;
  }
}
