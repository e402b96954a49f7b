import { Stack, type StackProps, Stage } from 'aws-cdk-lib';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { QuotesStack } from './quotes-stack';

/** The pipeline: one environment, and a check that asks its server. */
export class DeliveryStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    const input = CodePipelineSource.connection('example/quotes', 'main', {
      connectionArn: `arn:aws:codeconnections:eu-west-1:123456789012:connection/11111111-2222-3333-4444-555555555555`,
    });
    const commands = ['npm ci', 'npm run build', 'npx cdk synth'];
    const pipeline = new CodePipeline(this, 'Pipeline', { synth: new ShellStep('Synth', { input, commands }) });
    const stage = new Stage(this, 'Live', { env: props.env });
    const { address } = new QuotesStack(stage, 'Quotes');
    pipeline.addStage(stage, {
      post: [
        new ShellStep('Ask', {
          envFromCfnOutputs: { HOST: address },
          commands: [
            'curl --fail --silent --show-error "http://$HOST/"',
            'quote=$(curl --fail --silent --show-error "http://$HOST/quotes/2")',
            'echo "$quote"',
            'test "$quote" = "Simplicity is prerequisite for reliability."',
            'test "$(curl --silent --output /dev/null --write-out "%{http_code}" "http://$HOST/quotes/99")" = 404',
          ],
        }),
      ],
    });
  }
}
