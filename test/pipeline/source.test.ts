import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildStep, CodePipeline } from 'aws-cdk-lib/pipelines';
import type { SourceConfiguration } from '../../lib/config';
import { sourceOf } from '../../lib/pipeline/source';
import { cdkContext, configurationOf } from '../helpers/variants';

interface Synthesized {
  readonly template: Template;
  readonly provider: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly tag: string;
}

function synthesize(configuration: SourceConfiguration): Synthesized {
  const stack = new Stack(new App({ context: cdkContext() }), 'Any');
  const pipeline = new codepipeline.Pipeline(stack, 'Pipeline', { crossAccountKeys: false });
  const source = sourceOf(stack, configuration);
  const synth = new CodeBuildStep('Synth', { input: source.producer, commands: ['true'], env: { TAG: source.commit } });
  new CodePipeline(stack, 'Engine', { codePipeline: pipeline, synth }).buildPipeline();
  source.complete(pipeline);
  const template = Template.fromStack(stack);
  const [found] = Object.values(template.findResources('AWS::CodePipeline::Pipeline')) as {
    Properties: {
      Stages: {
        Actions: { ActionTypeId: { Provider: string }; Configuration: Record<string, unknown> }[];
      }[];
    };
  }[];
  const [first, build] = found?.Properties.Stages ?? [];
  const [action] = first?.Actions ?? [];
  if (first?.Actions.length !== 1 || !action) throw new Error('a pipeline has one source action');
  return {
    template,
    provider: action.ActionTypeId.Provider,
    configuration: action.Configuration,
    tag: JSON.stringify(build?.Actions[0]?.Configuration.EnvironmentVariables),
  };
}

const connection = {
  kind: 'connection',
  repository: 'team/shop',
  provider: 'gitlab',
  branch: 'trunk',
  connectionArn: 'arn:aws:codeconnections:us-east-1:111111111111:connection/00000000-0000-0000-0000-000000000000',
} as const satisfies SourceConfiguration;

test('a code connection starts the pipeline by pushes to its branch, and names the commit', () => {
  const { provider, configuration, tag } = synthesize(connection);
  expect(provider).toBe('CodeStarSourceConnection');
  expect(configuration).toMatchObject({
    ConnectionArn: connection.connectionArn,
    FullRepositoryId: connection.repository,
    BranchName: connection.branch,
  });
  expect(configuration.DetectChanges).not.toBe(false);
  expect(tag).toContain('.CommitId}');
});

test('the source action may use the connection under both names of the service', () => {
  synthesize(connection).template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        {
          Action: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
          Effect: 'Allow',
          Resource: connection.connectionArn,
        },
      ]),
    },
  });
});

test('the default configuration uses a connection', () => {
  expect(configurationOf().pipeline.source.kind).toBe('connection');
});

test.each([
  [true, 1],
  [false, 0],
])('a CodeCommit repository is created: %s', (create, count) => {
  const { provider, configuration, template, tag } = synthesize({
    kind: 'codecommit',
    repositoryName: 'shop',
    branch: 'trunk',
    create,
  });
  expect(provider).toBe('CodeCommit');
  expect(configuration).toMatchObject({ BranchName: 'trunk', PollForSourceChanges: false });
  template.resourceCountIs('AWS::CodeCommit::Repository', count);
  template.resourceCountIs('AWS::Events::Rule', 1);
  expect(tag).toContain('.CommitId}');
});

test('an archive in a bucket starts the pipeline by its upload, and is named by its version', () => {
  const { provider, configuration, template, tag } = synthesize({
    kind: 's3',
    bucketName: 'team-source',
    objectKey: 'shop.zip',
  });
  expect(provider).toBe('S3');
  expect(configuration).toMatchObject({
    S3Bucket: 'team-source',
    S3ObjectKey: 'shop.zip',
    PollForSourceChanges: false,
  });
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: ['team-source'] }, object: { key: ['shop.zip'] } },
    },
    Targets: [Match.objectLike({ RoleArn: Match.anyValue() })],
  });
  expect(tag).toContain('.VersionId}');
});
