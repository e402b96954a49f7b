const { CfnCapabilities, Stack } = require('aws-cdk-lib');
const { BuildSpec, LinuxBuildImage, PipelineProject } = require('aws-cdk-lib/aws-codebuild');
const { Artifact, Pipeline, PipelineType } = require('aws-cdk-lib/aws-codepipeline');
const {
  CloudFormationCreateReplaceChangeSetAction,
  CloudFormationCreateUpdateStackAction,
  CloudFormationExecuteChangeSetAction,
  CodeBuildAction,
  ManualApprovalAction,
  S3SourceAction,
} = require('aws-cdk-lib/aws-codepipeline-actions');
const { Bucket } = require('aws-cdk-lib/aws-s3');

const environment = { buildImage: LinuxBuildImage.STANDARD_7_0 };

/** The pipeline, action by action: a test environment, and a live one that is changed once somebody has agreed. */
class DeliveryStack extends Stack {
  constructor(scope, id, { postbox, ...props }) {
    super(scope, id, props);
    const [source, cloud, code] = ['Source', 'Cloud', 'Code'].map((name) => new Artifact(name));
    const sources = new Bucket(this, 'Sources', { versioned: true });
    const build = new PipelineProject(this, 'Build', {
      environment,
      buildSpec: BuildSpec.fromSourceFilename('buildspec.yml'),
    });
    const what = {
      templatePath: cloud.atPath('Postbox.template.json'),
      parameterOverrides: postbox.code.assign(code.s3Location),
      extraInputs: [code],
      adminPermissions: true,
      cfnCapabilities: [CfnCapabilities.ANONYMOUS_IAM],
    };
    const change = { stackName: 'postbox-live', changeSetName: 'next' };
    new Pipeline(this, 'Pipeline', {
      pipelineType: PipelineType.V2,
      stages: [
        {
          stageName: 'Source',
          actions: [
            new S3SourceAction({
              actionName: 'Upload',
              bucket: sources,
              bucketKey: 'postbox.zip',
              output: source,
              variablesNamespace: 'Upload',
            }),
          ],
        },
        {
          stageName: 'Build',
          actions: [
            new CodeBuildAction({ actionName: 'Synth', project: build, input: source, outputs: [cloud, code] }),
          ],
        },
        {
          stageName: 'Test',
          actions: [
            new CloudFormationCreateUpdateStackAction({
              ...what,
              actionName: 'Deploy',
              stackName: 'postbox-test',
              variablesNamespace: 'Test',
            }),
            this.check(source, 'Test', 2),
          ],
        },
        {
          stageName: 'Live',
          actions: [
            new CloudFormationCreateReplaceChangeSetAction({ ...what, ...change, actionName: 'Prepare' }),
            new ManualApprovalAction({
              actionName: 'Agree',
              additionalInformation: 'Version #{Upload.VersionId} answers at #{Test.Address}',
              runOrder: 2,
            }),
            new CloudFormationExecuteChangeSetAction({
              ...change,
              actionName: 'Deploy',
              variablesNamespace: 'Live',
              runOrder: 3,
            }),
            this.check(source, 'Live', 4),
          ],
        },
      ],
    });
  }

  /** Posts a message to an environment, and waits until it is there. */
  check(input, stage, runOrder) {
    const project = new PipelineProject(this, `Check${stage}`, {
      environment,
      buildSpec: BuildSpec.fromObject({
        version: '0.2',
        phases: {
          build: {
            commands: [
              'curl --fail --silent --show-error --data "hello $CODEBUILD_BUILD_NUMBER" "$ADDRESS/messages"',
              'sh check/wait-for.sh "hello $CODEBUILD_BUILD_NUMBER" "$ADDRESS/messages"',
            ],
          },
        },
      }),
    });
    const environmentVariables = { ADDRESS: { value: `#{${stage}.Address}` } };
    return new CodeBuildAction({ actionName: 'Check', project, input, environmentVariables, runOrder });
  }
}

module.exports = { DeliveryStack };
