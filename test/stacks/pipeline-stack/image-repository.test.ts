import { physicalNames, serviceNames } from '../../../lib/config';
import { repositoryName } from '../../../lib/pipeline/image-repository';
import { pipelineTemplate } from '../../helpers/assembly';
import { stacksOf } from '../../helpers/stacks';
import { configurationOf, type Variant } from '../../helpers/variants';

interface Statement {
  readonly Action: readonly string[];
  readonly Principal: { readonly AWS: string };
  readonly Condition: { readonly ArnLike: { readonly 'aws:PrincipalArn': readonly string[] } };
}

function properties(variant: Variant): {
  readonly RepositoryPolicyText?: { readonly Statement: readonly Statement[] };
  readonly LifecyclePolicy: { readonly LifecyclePolicyText: string };
} {
  const [repository] = Object.values(pipelineTemplate(variant).findResources('AWS::ECR::Repository'));
  return repository?.Properties;
}

test('there is one repository, in the pipeline stack alone', () => {
  const owners = stacksOf().filter(({ template }) =>
    Object.values(template.Resources).some(({ Type }) => Type === 'AWS::ECR::Repository'),
  );
  expect(owners.map(({ path }) => path)).toEqual(['PipelineStack']);
  pipelineTemplate().resourceCountIs('AWS::ECR::Repository', 1);
});

test('its tags are immutable, it scans on push and is encrypted with the pipeline’s key', () => {
  const [key] = Object.keys(pipelineTemplate().findResources('AWS::KMS::Key'));
  pipelineTemplate().hasResourceProperties('AWS::ECR::Repository', {
    RepositoryName: repositoryName(configurationOf().application),
    ImageTagMutability: 'IMMUTABLE',
    ImageScanningConfiguration: { ScanOnPush: true },
    EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: { 'Fn::GetAtt': [key, 'Arn'] } },
  });
});

test('no lifecycle rule can expire an image with a tag, which is what environments run and roll back to', () => {
  const { rules } = JSON.parse(properties('default').LifecyclePolicy.LifecyclePolicyText) as {
    readonly rules: readonly { readonly selection: { readonly tagStatus: string } }[];
  };
  expect(rules.length).toBeGreaterThan(0);
  expect(rules.map(({ selection }) => selection.tagStatus)).toEqual(rules.map(() => 'untagged'));
});

test('in other accounts only the execution roles may pull, and may do nothing else', () => {
  const { application, environments, pipeline } = configurationOf('europe');
  const statements = properties('europe').RepositoryPolicyText?.Statement ?? [];
  const foreign = environments.filter(({ account }) => account !== pipeline.account);
  expect(statements).toHaveLength(foreign.length);
  expect(foreign.length).toBeGreaterThan(0);
  for (const [index, { name, account }] of foreign.entries()) {
    const names = physicalNames(application, name);
    expect(statements[index]).toMatchObject({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Condition: {
        ArnLike: {
          'aws:PrincipalArn': serviceNames.map(
            (service) => `arn:aws:iam::${account}:role/${names[`${service}ExecutionRole`]}`,
          ),
        },
      },
    });
  }
});

test('in the pipeline’s own account no resource policy is needed', () => {
  expect(properties('default').RepositoryPolicyText).toBeUndefined();
});
