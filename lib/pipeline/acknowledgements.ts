import { type CfnResource, Stack } from 'aws-cdk-lib';
import type { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { CodePipeline } from 'aws-cdk-lib/pipelines';
import { acknowledge, wildcardResource } from '../gates/acknowledge';

/** What the CDK made, whose roles it fills by itself. */
export interface GeneratedParts {
  readonly pipeline: Pipeline;
  readonly engine: CodePipeline;
  /** Artifact bucket of the pipeline's region. */
  readonly artifacts: s3.IBucket;
  /** Artifact buckets of other regions. */
  readonly others: readonly s3.IBucket[];
}

const read = ['s3:GetBucket*', 's3:GetObject*', 's3:List*'];
const write = ['s3:Abort*', 's3:DeleteObject*'];
const useKey = ['kms:GenerateDataKey*', 'kms:ReEncrypt*'];

/**
 * Acknowledges what cdk-nag finds in the roles that the CDK makes and fills for the pipeline, its source, its approvals, self-mutation
 * and the publishing of assets. The roles of this repository's own jobs are acknowledged where they are made.
 */
export function acknowledgeGenerated({ pipeline, engine, artifacts, others }: GeneratedParts): void {
  const own = wildcardResource(pipeline, artifacts.arnForObjects('*'));
  const all = [own, ...others.map((bucket) => wildcardResource(pipeline, bucket.arnForObjects('*')))];
  const artifactReason =
    'CodePipeline chooses the names of artifacts, in buckets that hold nothing else; the CDK grants their use by groups of actions';
  const keyReason = "The CDK grants the use of the pipeline's own key by groups of actions";

  const role = pipeline.node.findChild('Role');
  acknowledge(role, [...all, ...actions([...read, ...write])], artifactReason);
  acknowledge(role, actions(useKey), keyReason);
  if (others.length > 0) {
    acknowledge(
      role,
      ['IAM5[Resource::*]'],
      "Keys of other regions' artifact buckets: this stack knows them by alias alone, which a policy can't name as a resource; their own policies say who may use them",
    );
  }

  for (const stage of pipeline.stages) {
    for (const { actionProperties } of stage.actions) {
      const { actionName, provider } = actionProperties;
      const action = pipeline.node.tryFindChild(stage.stageName)?.node.tryFindChild(actionName);
      const actionRole = action?.node.tryFindChild('CodePipelineActionRole');
      if (!actionRole) continue;
      if (provider === 'Manual') {
        acknowledge(actionRole, actions(['kms:GenerateDataKey*']), keyReason);
      } else if (stage === pipeline.stages[0]) {
        acknowledge(actionRole, [own, ...actions([...read, ...write])], artifactReason);
        acknowledge(actionRole, actions(useKey), keyReason);
      }
    }
  }
  acknowledgeSelfMutation(engine, own, artifactReason, keyReason);
  acknowledgeAssets(engine, own, artifactReason);
}

function acknowledgeSelfMutation(engine: CodePipeline, own: string, artifactReason: string, keyReason: string): void {
  const project = engine.selfMutationProject;
  const { account, region } = Stack.of(engine);
  const id = `<${Stack.of(engine).getLogicalId(project.node.defaultChild as CfnResource)}>`;
  const role = project.node.findChild('Role');
  acknowledge(role, [own, ...actions(read)], artifactReason);
  acknowledge(role, actions(useKey), keyReason);
  acknowledge(
    role,
    [
      wildcardResource(engine, `arn:aws:logs:${region}:${account}:log-group:/aws/codebuild/${id}:*`),
      wildcardResource(engine, `arn:aws:codebuild:${region}:${account}:report-group/${id}-*`),
    ],
    'The CDK grants a project its own log and report groups, whose streams and reports CodeBuild names',
  );
  acknowledge(
    role,
    [wildcardResource(engine, `arn:*:iam::${account}:role/*`)],
    'Only roles of the bootstrap stack, by a condition on their tag; the CDK does not know their names here',
  );
  acknowledge(
    role,
    ['IAM5[Resource::*]'],
    'cloudformation:DescribeStacks and s3:ListBucket, with which the CDK command line finds bootstrap stack and bucket',
  );
}

function acknowledgeAssets(engine: CodePipeline, own: string, artifactReason: string): void {
  const { account, region } = Stack.of(engine);
  // There is no such role in an app without a single file to publish.
  for (const role of engine.node.findAll().filter(({ node }) => node.id === 'FileRole')) {
    acknowledge(role, [own, ...actions(read)], artifactReason);
    acknowledge(
      role,
      [
        wildcardResource(engine, `arn:aws:logs:${region}:${account}:log-group:/aws/codebuild/*`),
        wildcardResource(engine, `arn:aws:codebuild:${region}:${account}:report-group/*`),
        'IAM5[Resource::*]',
      ],
      'CDK Pipelines fills this role before its project has a name (logs, reports, starting and stopping builds) and takes no other role',
    );
  }
}

function actions(names: readonly string[]): readonly string[] {
  return names.map((name) => `IAM5[Action::${name}]`);
}
