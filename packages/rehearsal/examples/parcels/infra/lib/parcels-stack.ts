import { join } from 'node:path';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { EventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, FunctionUrlAuthType, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** A bus, a rule that passes parcels on to a queue, and a function with an address of its own that sends and collects them. */
export class ParcelsStack extends Stack {
  readonly address: CfnOutput;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const bus = new EventBus(this, 'Bus');
    const queue = new Queue(this, 'Arrived');
    const eventPattern = { source: ['parcels'], detailType: ['sent'] };
    const rule = new Rule(this, 'Sent', { eventBus: bus, eventPattern });
    rule.addTarget(new SqsQueue(queue, { message: RuleTargetInput.fromEventPath('$.detail') }));
    const counter = new LambdaFunction(this, 'Counter', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'counter.handler',
      code: Code.fromAsset(join(__dirname, '..', '..', 'function')),
      timeout: Duration.seconds(30),
      environment: { BUS: bus.eventBusName, QUEUE: queue.queueUrl },
    });
    bus.grantPutEventsTo(counter);
    queue.grantConsumeMessages(counter);
    const { url } = counter.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
    this.address = new CfnOutput(this, 'Address', { value: url });
  }
}
