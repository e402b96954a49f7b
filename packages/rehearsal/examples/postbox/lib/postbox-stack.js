const { CfnOutput, DefaultStackSynthesizer, RemovalPolicy, Stack } = require('aws-cdk-lib');
const { HttpApi, HttpMethod } = require('aws-cdk-lib/aws-apigatewayv2');
const { HttpLambdaIntegration } = require('aws-cdk-lib/aws-apigatewayv2-integrations');
const { AttributeType, BillingMode, Table } = require('aws-cdk-lib/aws-dynamodb');
const { Code, Function: LambdaFunction, Runtime } = require('aws-cdk-lib/aws-lambda');
const { SqsEventSource } = require('aws-cdk-lib/aws-lambda-event-sources');
const { Queue } = require('aws-cdk-lib/aws-sqs');

/** Takes messages in by an API, keeps them by way of a queue, and shows them. */
class PostboxStack extends Stack {
  constructor(scope, id, props) {
    super(scope, id, { ...props, synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) });
    // Where the code lies is known when the pipeline deploys the stack.
    this.code = Code.fromCfnParameters();
    const messages = new Table(this, 'Messages', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const queue = new Queue(this, 'Queue');

    const post = this.handler('Post', { QUEUE: queue.queueUrl });
    queue.grantSendMessages(post);
    const keep = this.handler('Keep', { TABLE: messages.tableName });
    keep.addEventSource(new SqsEventSource(queue));
    messages.grantWriteData(keep);
    const list = this.handler('List', { TABLE: messages.tableName });
    messages.grantReadData(list);

    const api = new HttpApi(this, 'Api');
    const routes = [
      [HttpMethod.POST, post],
      [HttpMethod.GET, list],
    ];
    for (const [method, handler] of routes) {
      const integration = new HttpLambdaIntegration(`${method}Messages`, handler);
      api.addRoutes({ path: '/messages', methods: [method], integration });
    }
    new CfnOutput(this, 'Address', { value: api.apiEndpoint });
  }

  /** @param name the handler's name in lower case is that of its file */
  handler(name, environment) {
    return new LambdaFunction(this, name, {
      runtime: Runtime.NODEJS_22_X,
      handler: `${name.toLowerCase()}.handler`,
      code: this.code,
      environment,
    });
  }
}

module.exports = { PostboxStack };
