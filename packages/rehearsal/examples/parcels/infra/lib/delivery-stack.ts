import { Stack, type StackProps, Stage } from 'aws-cdk-lib';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { ParcelsStack } from './parcels-stack';

/** The pipeline of an app that lies in a folder of its repository: one environment, in which a parcel must arrive. */
export class DeliveryStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    const pipeline = new CodePipeline(this, 'Pipeline', {
      synth: new ShellStep('Synth', {
        input: CodePipelineSource.connection('example/parcels', 'main', {
          connectionArn: `arn:aws:codeconnections:eu-west-1:123456789012:connection/11111111-2222-3333-4444-555555555555`,
        }),
        installCommands: ['corepack enable'],
        commands: ['cd infra', 'pnpm install --frozen-lockfile', 'pnpm build', 'pnpm cdk synth'],
        primaryOutputDirectory: 'infra/cdk.out',
      }),
    });
    const stage = new Stage(this, 'Live', { env: props.env });
    const { address } = new ParcelsStack(stage, 'Parcels');
    pipeline.addStage(stage, {
      post: [
        new ShellStep('Send', {
          envFromCfnOutputs: { ADDRESS: address },
          commands: [
            'curl --fail --silent --show-error -X PUT -d "a lamp" "$ADDRESS"',
            'arrived=$(curl --fail --silent --show-error "$ADDRESS")',
            'echo "arrived: $arrived"',
            'test "$arrived" = "a lamp"',
          ],
        }),
      ],
    });
  }
}
