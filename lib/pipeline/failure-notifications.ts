import { Duration, Stack } from 'aws-cdk-lib';
import type { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { settingsVariable } from '../../contracts/tell-failure-settings';
import type { DeliveryConfiguration } from '../config';
import { acknowledge } from '../gates/acknowledge';
import { EncryptedLogs } from './encrypted-logs';
import { failureFunctionCode } from './failure-function-code';
import { failureSettings } from './failure-settings';

export interface FailureNotificationsProps {
  readonly configuration: DeliveryConfiguration;
  readonly pipeline: IPipeline;
  readonly key: kms.Key;
  /** Where an event goes that the function could not tell. */
  readonly approvals: sns.ITopic;
}

/**
 * Tells people that an execution of the pipeline failed, at the topic of the environment concerned or of the whole pipeline.
 *
 * The one event is the failure of the execution: every failed action, a time-out and a rejection end in it, a stage that is tried
 * again and fails again emits another one, and a superseded or stopped execution has a state of its own
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html). It holds neither commit
 * nor action, so a function asks CodePipeline for them (docs/adr/0016-failures-told-by-a-function.md).
 */
export class FailureNotifications extends Construct {
  private readonly props: FailureNotificationsProps;

  constructor(scope: Construct, id: string, props: FailureNotificationsProps) {
    super(scope, id);
    this.props = props;
    const { environments, pipeline } = props.configuration;
    const { approvals, failures = approvals } = pipeline.notifications;
    const topic = this.topic(this, 'Pipeline', failures);
    // Environments have names of all kinds, so their topics have a scope of their own.
    const scopeOfEnvironments = new Construct(this, 'Environments');
    const topics = environments.flatMap(({ name, notifications }): [string, sns.Topic][] =>
      notifications === undefined ? [] : [[name, this.topic(scopeOfEnvironments, name, notifications.failures)]],
    );
    const teller = this.teller(topic, new Map(topics));
    new events.Rule(this, 'Rule', {
      description: 'An execution of the pipeline failed',
      eventPattern: {
        source: ['aws.codepipeline'],
        detailType: ['CodePipeline Pipeline Execution State Change'],
        resources: [props.pipeline.pipelineArn],
        detail: { state: ['FAILED'] },
      },
      targets: [new LambdaFunction(teller)],
    });
  }

  private topic(scope: Construct, id: string, addresses: readonly string[]): sns.Topic {
    const topic = new sns.Topic(scope, id, { masterKey: this.props.key, enforceSSL: true });
    for (const address of addresses) topic.addSubscription(new EmailSubscription(address));
    return topic;
  }

  private teller(topic: sns.Topic, topics: ReadonlyMap<string, sns.Topic>): lambda.Function {
    const { configuration, pipeline, key, approvals } = this.props;
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new iam.PolicyStatement({
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodepipeline.html
        actions: ['codepipeline:GetPipelineExecution', 'codepipeline:ListActionExecutions'],
        resources: [pipeline.pipelineArn],
      }),
    );
    for (const one of [topic, ...topics.values(), approvals]) one.grantPublish(role);
    const logGroup = new EncryptedLogs(this, 'FailureLogs', {
      logGroupName: `/${configuration.application}/pipeline/failures`,
      key,
    });
    logGroup.grantWrite(role);
    acknowledge(
      role,
      ['IAM5[Action::kms:GenerateDataKey*]'],
      "The CDK grants the use of the pipeline's own key by groups of actions",
    );
    const arns = Object.fromEntries([...topics].map(([name, { topicArn }]) => [name, topicArn]));
    const settings = failureSettings(configuration, topic.topicArn, arns);
    return new lambda.Function(this, 'Teller', {
      description: 'Tells people that an execution of the pipeline failed',
      runtime: lambda.Runtime.NODEJS_24_X,
      code: lambda.Code.fromInline(failureFunctionCode()),
      handler: 'index.handler',
      environment: { [settingsVariable]: Stack.of(this).toJsonString(settings) },
      environmentEncryption: key,
      timeout: Duration.minutes(1),
      memorySize: 256,
      role,
      logGroup,
      deadLetterTopic: approvals,
    });
  }
}
