import { Match } from 'aws-cdk-lib/assertions';
import { gateNames } from '../../../contracts/gates';
import { pipelineTemplate } from '../../helpers/assembly';
import { configurationOf } from '../../helpers/variants';

/** Names of the groups: of all jobs, and of the function that tells of failures. */
const names = ['builds', 'failures'];

test('every log ends some day and is encrypted with the pipeline’s key', () => {
  const [key] = Object.keys(pipelineTemplate().findResources('AWS::KMS::Key'));
  pipelineTemplate().resourceCountIs('AWS::Logs::LogGroup', names.length);
  pipelineTemplate().allResourcesProperties('AWS::Logs::LogGroup', {
    RetentionInDays: Match.anyValue(),
    KmsKeyId: { 'Fn::GetAtt': [key, 'Arn'] },
  });
});

test('every job writes into it, those that CDK Pipelines makes included', () => {
  const template = pipelineTemplate();
  const [group] = Object.keys(template.findResources('AWS::Logs::LogGroup')).filter((id) => id.startsWith('BuildLogs'));
  const projects = Object.keys(template.findResources('AWS::CodeBuild::Project'));
  // Image, synth, self-mutation, assets, and of each environment what runs before its deployment, and its gates.
  expect(projects.length).toBeGreaterThanOrEqual(4 + (1 + gateNames.length) * configurationOf().environments.length);
  template.allResourcesProperties('AWS::CodeBuild::Project', {
    LogsConfig: { CloudWatchLogs: { GroupName: { Ref: group }, Status: 'ENABLED' } },
  });
});

test.each(names)('the key lets CloudWatch Logs of this region use it for the log group of %s alone', (name) => {
  const { application, pipeline } = configurationOf('europe');
  pipelineTemplate('europe').hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Principal: { Service: `logs.${pipeline.region}.amazonaws.com` },
          Condition: {
            ArnEquals: {
              'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${pipeline.region}:${pipeline.account}:log-group:/${application}/pipeline/${name}`,
            },
          },
        }),
      ]),
    },
  });
});
