import { Match } from 'aws-cdk-lib/assertions';
import type { TellFailureSettings } from '../../../contracts/tell-failure-settings';
import { pipelineTemplate } from '../../helpers/assembly';
import { joined } from '../../helpers/pipeline-definition';
import { configurationOf, type Variant, variants } from '../../helpers/variants';
import { onlyOf, propertiesOf, resourcesOf, statementsIn } from '../resources';

const ofFailures = (variant: Variant, type: string) =>
  Object.entries(resourcesOf(pipelineTemplate(variant), type)).filter(([id]) => id.startsWith('Failures'));

/** Addresses of a topic, by its logical id. */
function addressesOf(variant: Variant, topic: string): readonly unknown[] {
  return propertiesOf(pipelineTemplate(variant), 'AWS::SNS::Subscription')
    .filter(({ TopicArn }) => joined(TopicArn) === `<${topic}>`)
    .map(({ Endpoint }) => Endpoint);
}

/** What the deployed function would be told; ARNs of topics are their logical ids in angle brackets. */
function settingsOf(variant: Variant): TellFailureSettings {
  const { Environment } = onlyOf(pipelineTemplate(variant), 'AWS::Lambda::Function');
  const { Variables } = Environment as { Variables: Record<string, unknown> };
  return JSON.parse(joined(Object.values(Variables)[0]));
}

describe.each(variants)('failures of the %s configuration', (variant) => {
  const { environments, pipeline, application } = configurationOf(variant);
  const template = pipelineTemplate(variant);

  test('are those of this pipeline’s executions alone, and told by one function', () => {
    const [name] = Object.keys(resourcesOf(template, 'AWS::CodePipeline::Pipeline'));
    const [teller] = Object.keys(resourcesOf(template, 'AWS::Lambda::Function'));
    const [ruleId] = Object.keys(resourcesOf(template, 'AWS::Events::Rule'));
    const rule = onlyOf(template, 'AWS::Events::Rule') as { EventPattern: { resources: unknown[] }; Targets: unknown };
    const { resources, ...pattern } = rule.EventPattern;
    expect(resources.map(joined)).toEqual([
      expect.stringMatching(new RegExp(`^arn:aws:codepipeline:${pipeline.region}:.*:<${name}>$`)),
    ]);
    expect(pattern).toEqual({
      source: ['aws.codepipeline'],
      'detail-type': ['CodePipeline Pipeline Execution State Change'],
      detail: { state: ['FAILED'] },
    });
    expect(rule).toMatchObject({
      State: 'ENABLED',
      Targets: [{ Arn: { 'Fn::GetAtt': [teller, 'Arn'] } }],
    });
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'events.amazonaws.com',
      FunctionName: { 'Fn::GetAtt': [teller, 'Arn'] },
      SourceArn: { 'Fn::GetAtt': [ruleId, 'Arn'] },
    });
  });

  test('reach the addresses of the environment, or of the pipeline where it names none', () => {
    const { topic, topics, stages } = settingsOf(variant);
    const addresses = (arn: string) => addressesOf(variant, arn.replace(/[<>]/g, ''));
    expect(addresses(topic)).toEqual(pipeline.notifications.failures ?? pipeline.notifications.approvals);
    const naming = environments.filter(({ notifications }) => notifications !== undefined);
    expect(naming.length).toBeGreaterThan(0);
    expect(naming.length).toBeLessThan(environments.length);
    expect(Object.keys(topics).sort()).toEqual(naming.map(({ name }) => name).sort());
    for (const { name, notifications } of naming)
      expect(addresses(topics[name] ?? '')).toEqual(notifications?.failures);
    for (const { name, wave = name } of environments) {
      expect(stages[wave]).toContain(name);
      expect(stages[`Promote${wave}`]).toEqual(stages[wave]);
    }
  });

  test('travel encrypted, over TLS alone', () => {
    const topics = ofFailures(variant, 'AWS::SNS::Topic');
    expect(topics.length).toBe(1 + Object.keys(settingsOf(variant).topics).length);
    for (const [id, { Properties }] of topics) {
      expect(Properties.KmsMasterKeyId).toEqual({ 'Fn::GetAtt': [expect.any(String), 'Arn'] });
      template.hasResourceProperties('AWS::SNS::TopicPolicy', {
        Topics: [{ Ref: id }],
        PolicyDocument: {
          Statement: [Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
        },
      });
    }
  });

  test('are told by a function that may read executions, publish and log, and nothing else', () => {
    const { Role, ...teller } = onlyOf(template, 'AWS::Lambda::Function');
    const [key] = Object.keys(resourcesOf(template, 'AWS::KMS::Key'));
    expect(teller).toMatchObject({ Runtime: 'nodejs24.x', KmsKeyArn: { 'Fn::GetAtt': [key, 'Arn'] } });
    const role = joined(Role).replace(/[<>]|\.Arn/g, '');
    expect(resourcesOf(template, 'AWS::IAM::Role')[role]?.Properties).not.toHaveProperty('ManagedPolicyArns');
    const policies = propertiesOf(template, 'AWS::IAM::Policy').filter(
      ({ Roles }) => joined((Roles as unknown[])[0]) === `<${role}>`,
    );
    const statements = statementsIn(policies) as readonly { Action: string | string[]; Resource: unknown }[];
    expect(statements.flatMap(({ Action }) => Action).sort()).toEqual([
      'codepipeline:GetPipelineExecution',
      'codepipeline:ListActionExecutions',
      'kms:Decrypt',
      'kms:GenerateDataKey*',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sns:Publish',
    ]);
    expect(
      statements
        .flatMap(({ Resource }) => Resource)
        .map(joined)
        .filter((arn) => arn.includes('*')),
    ).toEqual([]);
  });

  test('that could not be told go to whoever approves, as the event', () => {
    const { DeadLetterConfig } = onlyOf(template, 'AWS::Lambda::Function') as {
      DeadLetterConfig: { TargetArn: unknown };
    };
    expect(addressesOf(variant, joined(DeadLetterConfig.TargetArn).replace(/[<>]/g, ''))).toEqual(
      pipeline.notifications.approvals,
    );
  });

  test('leave a log that is encrypted and ends some day', () => {
    const [group, ...others] = ofFailures(variant, 'AWS::Logs::LogGroup');
    expect(others).toEqual([]);
    expect(group?.[1].Properties).toMatchObject({
      LogGroupName: `/${application}/pipeline/failures`,
      RetentionInDays: expect.any(Number),
    });
    expect(onlyOf(template, 'AWS::Lambda::Function').LoggingConfig).toEqual({ LogGroup: { Ref: group?.[0] } });
  });
});
