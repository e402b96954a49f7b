import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import { addPromotion } from '../../lib/pipeline/promotion';
import { cdkContext, configurationOf } from '../helpers/variants';

test('an environment that no other comes before can be guarded as well', () => {
  const stack = new Stack(new App({ context: cdkContext() }), 'Any');
  const synth = new ShellStep('Synth', {
    input: CodePipelineSource.s3(Bucket.fromBucketName(stack, 'Source', 'source'), 'source.zip'),
    commands: ['true'],
  });
  const pipeline = new CodePipeline(stack, 'Pipeline', { synth });
  const [into] = configurationOf().environments;
  if (!into) throw new Error('no environment');
  addPromotion(pipeline, {
    into,
    timeout: Duration.hours(1),
    topic: new Topic(stack, 'Topic'),
    commit: 'abc',
    evidenceBucketName: 'evidence',
    region: 'us-east-1',
  });
  pipeline.buildPipeline();
  Template.fromStack(stack).hasResourceProperties('AWS::CodePipeline::Pipeline', {
    Stages: Match.arrayWith([
      Match.objectLike({
        Name: `Promote${into.name}`,
        Actions: [
          Match.objectLike({
            Configuration: Match.objectLike({ CustomData: Match.stringLikeRegexp('No environment comes before it') }),
          }),
        ],
      }),
    ]),
  });
});
