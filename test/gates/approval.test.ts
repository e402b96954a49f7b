import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CodeBuildStep, CodePipeline, CodePipelineSource } from 'aws-cdk-lib/pipelines';
import { Approval } from '../../lib/gates/approval';

test('an approval comes after the action whose variable its text names, and closes after its time-out', () => {
  const stack = new Stack(new App(), 'Any');
  const pipeline = new codepipeline.Pipeline(stack, 'Pipeline', { crossAccountKeys: false });
  const synth = new CodeBuildStep('Synth', {
    input: CodePipelineSource.s3(Bucket.fromBucketName(stack, 'Source', 'source'), 'source.zip'),
    commands: ['true'],
  });
  const engine = new CodePipeline(stack, 'Engine', { codePipeline: pipeline, synth });
  const measure = new CodeBuildStep('Measure', { input: synth, commands: ['true'] });
  const approval = new Approval('Approval', {
    text: `measured ${measure.exportedVariable('FIGURE')}`,
    link: 'https://example.com',
    topic: new Topic(stack, 'Topic'),
    timeout: Duration.hours(2),
  });
  // The approval stands first here: only the variable in its text puts it last.
  engine.addWave('Promote', { pre: [approval, measure] });
  engine.buildPipeline();
  const [found] = Object.values(Template.fromStack(stack).findResources('AWS::CodePipeline::Pipeline')) as {
    Properties: {
      Stages: { Name: string; Actions: { Name: string; RunOrder: number; TimeoutInMinutes?: number }[] }[];
    };
  }[];
  const stage = found?.Properties.Stages.find(({ Name }) => Name === 'Promote');
  expect(stage?.Actions.map(({ Name, RunOrder, TimeoutInMinutes }) => [Name, RunOrder, TimeoutInMinutes])).toEqual([
    ['Measure', 1, undefined],
    ['Approval', 2, 120],
  ]);
});
