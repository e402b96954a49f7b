const { App, CfnOutput, Stack, Stage } = require('aws-cdk-lib');
const { Repository } = require('aws-cdk-lib/aws-codecommit');
const { Topic } = require('aws-cdk-lib/aws-sns');
const { CodePipeline, CodePipelineSource, ShellStep } = require('aws-cdk-lib/pipelines');

const env = { account: '123456789012', region: 'eu-west-1' };
const delivery = new Stack(new App(), 'Delivery', { env });

const input = CodePipelineSource.codeCommit(Repository.fromRepositoryName(delivery, 'Source', 'stopped'), 'main');
const synth = new ShellStep('Synth', { input, commands: ['npm ci', 'npx cdk synth'] });
const pipeline = new CodePipeline(delivery, 'Pipeline', { synth });

for (const name of ['Test', 'Live']) {
  const stage = new Stage(delivery, name, { env });
  const stack = new Stack(stage, 'News');
  const topic = new CfnOutput(stack, 'TopicArn', { value: new Topic(stack, 'Topic').topicArn });
  // Planted: no topic has this ARN. The check of Test fails, and Live must be spared.
  const commands = ['echo "the topic is $TOPIC"', 'test "$TOPIC" = none'];
  const check = new ShellStep('Check', { envFromCfnOutputs: { TOPIC: topic }, commands });
  pipeline.addStage(stage, { post: [check] });
}
