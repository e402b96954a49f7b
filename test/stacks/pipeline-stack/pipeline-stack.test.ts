import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { edgeRegion } from '../../../lib/config';
import { pipelineTemplate } from '../../helpers/assembly';
import { assemblyFolder, stacksOf } from '../../helpers/stacks';
import { configurationOf, type Variant, variants } from '../../helpers/variants';

interface ManifestArtifact {
  readonly properties: { readonly terminationProtection?: boolean; readonly tags?: Readonly<Record<string, string>> };
}

function artifact(variant: Variant, id: string): ManifestArtifact {
  const manifest = JSON.parse(readFileSync(join(assemblyFolder(variant), 'manifest.json'), 'utf8')) as {
    readonly artifacts: Readonly<Record<string, ManifestArtifact>>;
  };
  const found = manifest.artifacts[id];
  if (!found) throw new Error(`no artifact ${id}`);
  return found;
}

describe.each(variants)('PipelineStack of the %s configuration', (variant) => {
  const configuration = configurationOf(variant);

  test('is a stack of the app itself with the id PipelineStack, in the configured region', () => {
    const own = stacksOf(variant).filter(({ path }) => path === 'PipelineStack');
    expect(own).toHaveLength(1);
    expect(own[0]?.stage).toBeUndefined();
    expect(own[0]?.region).toBe(configuration.pipeline.region);
  });

  test('holds one pipeline of type V2 that replaces a waiting commit by a newer one', () => {
    const template = pipelineTemplate(variant);
    template.resourceCountIs('AWS::CodePipeline::Pipeline', 1);
    template.hasResourceProperties('AWS::CodePipeline::Pipeline', {
      PipelineType: 'V2',
      ExecutionMode: 'SUPERSEDED',
    });
  });

  test('starts the execution anew after it has changed itself', () => {
    pipelineTemplate(variant).hasResourceProperties('AWS::CodePipeline::Pipeline', { RestartExecutionOnUpdate: true });
  });

  test('carries the configured tags, and from a laptop no protection that would outlast a failed creation', () => {
    const { properties } = artifact(variant, 'PipelineStack');
    expect(properties.tags).toEqual(configuration.pipeline.tags);
    expect(properties.terminationProtection).toBeFalsy();
  });

  test('so do the stacks that hold its artifacts in other regions', () => {
    const { environments, pipeline } = configuration;
    const others = new Set([edgeRegion, ...environments.map(({ region }) => region)]);
    others.delete(pipeline.region);
    const support = stacksOf(variant).filter(({ path }) => path.startsWith('PipelineStackSupport-'));
    expect(support.map(({ region }) => region).sort()).toEqual([...others].sort());
    for (const { path } of support) {
      const { tags, terminationProtection } = artifact(variant, path).properties;
      expect(tags).toEqual(pipeline.tags);
      expect(terminationProtection).toBeFalsy();
    }
  });

  test('tells the configured people about approvals through a topic with its key, over TLS alone', () => {
    const { approvals } = configuration.pipeline.notifications;
    const template = pipelineTemplate(variant);
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: { 'Fn::GetAtt': [Match.anyValue(), 'Arn'] } });
    const [topic] = Object.keys(template.findResources('AWS::SNS::Topic')).filter((id) => id.startsWith('Approvals'));
    for (const address of approvals) {
      const subscription = { Protocol: 'email', Endpoint: address, TopicArn: { Ref: topic } };
      template.hasResourceProperties('AWS::SNS::Subscription', subscription);
    }
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });

  test('encrypts with one key that turns and has a name', () => {
    const template = pipelineTemplate(variant);
    template.resourceCountIs('AWS::KMS::Key', 1);
    template.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    template.hasResourceProperties('AWS::KMS::Alias', { AliasName: `alias/${configuration.application}-pipeline` });
  });
});
