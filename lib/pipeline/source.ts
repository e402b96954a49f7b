import { RemovalPolicy } from 'aws-cdk-lib';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import type * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import { S3Trigger } from 'aws-cdk-lib/aws-codepipeline-actions';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CodePipelineSource } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import type { SourceConfiguration } from '../config';

/** Name of the action that fetches the commit, whatever kind of source it is. */
const action = 'Source';

/** Where commits come from, and what is still to do once the pipeline's actions exist. */
export interface Source {
  readonly producer: CodePipelineSource;
  /** The commit's id; the version of the object where the source is a bucket, which knows no commits. */
  readonly commit: string;
  /** Completes what CDK Pipelines leaves undone; call it after `buildPipeline()`. */
  readonly complete: (pipeline: codepipeline.Pipeline) => void;
}

/** The one source of the pipeline, as the configuration chooses it. */
export function sourceOf(scope: Construct, source: SourceConfiguration): Source {
  switch (source.kind) {
    case 'connection':
      return connection(source);
    case 'codecommit':
      return codeCommit(scope, source);
    case 's3':
      return bucket(scope, source);
  }
}

function connection(source: SourceConfiguration & { kind: 'connection' }): Source {
  const producer = CodePipelineSource.connection(source.repository, source.branch, {
    actionName: action,
    connectionArn: source.connectionArn,
  });
  return {
    producer,
    commit: producer.sourceAttribute('CommitId'),
    // CDK grants the action under the service's former prefix only; connections made today have the new one.
    complete: (pipeline) =>
      actionRole(pipeline).addToPrincipalPolicy(
        new iam.PolicyStatement({ actions: ['codeconnections:UseConnection'], resources: [source.connectionArn] }),
      ),
  };
}

function codeCommit(scope: Construct, source: SourceConfiguration & { kind: 'codecommit' }): Source {
  const repository = source.create
    ? newRepository(scope, source.repositoryName)
    : codecommit.Repository.fromRepositoryName(scope, 'Source', source.repositoryName);
  const producer = CodePipelineSource.codeCommit(repository, source.branch, { actionName: action });
  return { producer, commit: producer.sourceAttribute('CommitId'), complete: () => undefined };
}

/** A repository that outlives its stack, for it holds the team's work; but not a first deployment that failed. */
function newRepository(scope: Construct, repositoryName: string): codecommit.Repository {
  const repository = new codecommit.Repository(scope, 'Source', { repositoryName });
  repository.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  return repository;
}

function bucket(scope: Construct, source: SourceConfiguration & { kind: 's3' }): Source {
  const origin = s3.Bucket.fromBucketName(scope, 'Source', source.bucketName);
  // Neither of CDK's triggers fits: one polls, the other needs a trail in CloudTrail. The bucket sends its events itself.
  const producer = CodePipelineSource.s3(origin, source.objectKey, { actionName: action, trigger: S3Trigger.NONE });
  return {
    producer,
    commit: producer.sourceAttribute('VersionId'),
    complete: (pipeline) => {
      new events.Rule(scope, 'SourceUploaded', {
        description: 'Starts the pipeline when the source archive is uploaded',
        eventPattern: {
          source: ['aws.s3'],
          detailType: ['Object Created'],
          detail: { bucket: { name: [source.bucketName] }, object: { key: [source.objectKey] } },
        },
        targets: [new targets.CodePipeline(pipeline)],
      });
    },
  };
}

/** The role of the source action; CDK makes it while building the pipeline and shows it nowhere else. */
function actionRole(pipeline: codepipeline.Pipeline): iam.Role {
  return pipeline.node.findChild(action).node.findChild(action).node.findChild('CodePipelineActionRole') as iam.Role;
}
