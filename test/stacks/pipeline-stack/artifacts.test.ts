import { Match, type Template } from 'aws-cdk-lib/assertions';
import { edgeRegion } from '../../../lib/config';
import { pipelineTemplate, templateAt } from '../../helpers/assembly';
import { stacksOf } from '../../helpers/stacks';
import { configurationOf, variants } from '../../helpers/variants';

interface Store {
  readonly Region?: string;
  readonly ArtifactStore: { readonly EncryptionKey?: { readonly Type: string } };
}

function stores(template: Template): readonly Store[] {
  const [pipeline] = Object.values(template.findResources('AWS::CodePipeline::Pipeline')) as {
    Properties: { ArtifactStore?: Store['ArtifactStore']; ArtifactStores?: readonly Store[] };
  }[];
  const { ArtifactStore, ArtifactStores } = pipeline?.Properties ?? {};
  return ArtifactStores ?? (ArtifactStore ? [{ ArtifactStore }] : []);
}

const keptArtifacts = {
  VersioningConfiguration: { Status: 'Enabled' },
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [
      { BucketKeyEnabled: true, ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: 'aws:kms' }) },
    ],
  },
  LoggingConfiguration: { DestinationBucketName: Match.anyValue(), LogFilePrefix: 'artifacts/' },
  LifecycleConfiguration: {
    Rules: Match.arrayWith([
      {
        Status: 'Enabled',
        ExpirationInDays: Match.anyValue(),
        NoncurrentVersionExpiration: Match.anyValue(),
        AbortIncompleteMultipartUpload: Match.anyValue(),
      },
    ]),
  },
};

function expectPrivate(template: Template): void {
  const buckets = Object.keys(template.findResources('AWS::S3::Bucket'));
  expect(buckets.length).toBeGreaterThan(0);
  template.allResourcesProperties('AWS::S3::Bucket', {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    VersioningConfiguration: { Status: 'Enabled' },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  });
  template.resourceCountIs('AWS::S3::BucketPolicy', buckets.length);
  template.allResourcesProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: 's3:*',
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ]),
    },
  });
}

test('one region needs one artifact bucket', () => {
  const template = pipelineTemplate();
  expect(stores(template)).toHaveLength(1);
  expect(stores(template)[0]?.ArtifactStore.EncryptionKey?.Type).toBe('KMS');
});

test.each(variants)(
  'the artifact bucket of the pipeline’s own region is versioned, encrypted, logged, with an end to everything: %s',
  (variant) => {
    expect(
      Object.keys(pipelineTemplate(variant).findResources('AWS::S3::Bucket', { Properties: keptArtifacts })),
    ).toEqual([expect.stringMatching(/^Artifacts/)]);
  },
);

test('every region that an environment or the edge needs has an artifact bucket of its own', () => {
  const { environments, pipeline } = configurationOf('europe');
  const needed = [...new Set([pipeline.region, edgeRegion, ...environments.map(({ region }) => region)])].sort();
  expect(needed.length).toBeGreaterThan(1);
  const made = stores(pipelineTemplate('europe'));
  expect(made.map(({ Region }) => Region).sort()).toEqual(needed);
  expect(made.every(({ ArtifactStore }) => ArtifactStore.EncryptionKey?.Type === 'KMS')).toBe(true);
});

test('the bucket of another region is as well kept as that of the pipeline, with a key that turns', () => {
  const support = stacksOf('europe').filter(({ path }) => path.startsWith('PipelineStackSupport-'));
  expect(support.map(({ region }) => region)).toEqual([edgeRegion]);
  for (const { path } of support) {
    const template = templateAt(path, 'europe');
    template.hasResourceProperties('AWS::S3::Bucket', keptArtifacts);
    template.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    expectPrivate(template);
  }
});

test('no bucket of the pipeline can be reached without TLS or by the public', () => {
  expectPrivate(pipelineTemplate());
  expectPrivate(pipelineTemplate('europe'));
});

test('the access log of a bucket may be written by log delivery for this bucket of this account alone', () => {
  const template = pipelineTemplate();
  const policies = Object.values(template.findResources('AWS::S3::BucketPolicy')) as {
    Properties: { PolicyDocument: { Statement: { Principal: { Service?: string }; Condition: object }[] } };
  }[];
  const logged = Object.entries(template.findResources('AWS::S3::Bucket')).flatMap(([id, { Properties }]) =>
    Properties.LoggingConfiguration === undefined ? [] : id,
  );
  const deliveries = policies
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Principal }) => Principal.Service === 'logging.s3.amazonaws.com');
  expect(logged).toHaveLength(2);
  expect(deliveries.map(({ Condition }) => Condition)).toEqual(
    logged.map((id) => ({
      ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': [id, 'Arn'] } },
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
    })),
  );
});
