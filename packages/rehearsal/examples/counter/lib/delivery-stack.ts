import { Stack, type StackProps, Stage } from 'aws-cdk-lib';
import { CodePipeline, CodePipelineSource, ManualApprovalStep, ShellStep } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { CounterStack } from './counter-stack';

/** The pipeline: two environments, the second one behind an approval. */
export class DeliveryStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    const input = CodePipelineSource.connection('example/counter', 'main', {
      connectionArn: `arn:aws:codeconnections:eu-west-1:123456789012:connection/11111111-2222-3333-4444-555555555555`,
    });
    const commands = ['npm ci', 'npm run build', 'npx cdk synth'];
    const pipeline = new CodePipeline(this, 'Pipeline', { synth: new ShellStep('Synth', { input, commands }) });
    for (const name of ['Test', 'Live']) {
      const stage = new Stage(this, name, { env: props.env });
      const { address } = new CounterStack(stage, 'Counter');
      pipeline.addStage(stage, {
        pre: name === 'Live' ? [new ManualApprovalStep('Release')] : [],
        post: [
          new ShellStep('Count', {
            envFromCfnOutputs: { ADDRESS: address },
            commands: [
              'first=$(curl --fail --silent --show-error "$ADDRESS")',
              'second=$(curl --fail --silent --show-error "$ADDRESS")',
              'echo "$first, then $second"',
              'test "$second" -eq $((first + 1))',
            ],
          }),
        ],
      });
    }
  }
}
