import type { Duration } from 'aws-cdk-lib';
import type { IStage } from 'aws-cdk-lib/aws-codepipeline';
import { ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import {
  type CodePipelineActionFactoryResult,
  type ICodePipelineActionFactory,
  type ProduceActionOptions,
  Step,
} from 'aws-cdk-lib/pipelines';

export interface ApprovalProps {
  /**
   * What the person reads before deciding; may name variables of actions before it. At most 1,000 characters when
   * resolved, which is CodePipeline's limit.
   */
  readonly text: string;
  /** Where the person can see more; may name variables. */
  readonly link: string;
  /** Who is told that a decision is waiting. */
  readonly topic: ITopic;
  /** When no decision becomes a rejection; CodePipeline allows 5 minutes to 60 days. */
  readonly timeout: Duration;
}

/**
 * A person's decision, with a time-out.
 *
 * CDK Pipelines' own `ManualApprovalStep` has no time-out: a forgotten approval would wait seven days.
 */
export class Approval extends Step implements ICodePipelineActionFactory {
  private readonly props: ApprovalProps;

  constructor(id: string, props: ApprovalProps) {
    super(id);
    this.props = props;
    // Makes the pipeline order this step after the actions whose variables the text names.
    this.discoverReferencedOutputs({ text: props.text, link: props.link });
  }

  produceAction(stage: IStage, options: ProduceActionOptions): CodePipelineActionFactoryResult {
    stage.addAction(
      new ManualApprovalAction({
        actionName: options.actionName,
        runOrder: options.runOrder,
        additionalInformation: this.props.text,
        externalEntityLink: this.props.link,
        notificationTopic: this.props.topic,
        timeout: this.props.timeout,
      }),
    );
    return { runOrdersConsumed: 1 };
  }
}
