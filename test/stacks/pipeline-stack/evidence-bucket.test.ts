import { Match } from 'aws-cdk-lib/assertions';
import { pipelineTemplate } from '../../helpers/assembly';

/** Days after which CodeBuild forgets a report. */
const reportDays = 30;

test('evidence is kept longer than reports, encrypted, versioned and logged', () => {
  const template = pipelineTemplate();
  const buckets = template.findResources('AWS::S3::Bucket', {
    Properties: { LoggingConfiguration: { LogFilePrefix: 'evidence/' } },
  });
  expect(Object.keys(buckets)).toHaveLength(1);
  const [bucket] = Object.values(buckets) as {
    DeletionPolicy: string;
    Properties: { LifecycleConfiguration: { Rules: { ExpirationInDays: number }[] } };
  }[];
  expect(bucket?.DeletionPolicy).toBe('Retain');
  const days = bucket?.Properties.LifecycleConfiguration.Rules.map(({ ExpirationInDays }) => ExpirationInDays) ?? [];
  expect(days.length).toBeGreaterThan(0);
  expect(Math.min(...days)).toBeGreaterThan(reportDays);
  template.hasResourceProperties('AWS::S3::Bucket', {
    LoggingConfiguration: { LogFilePrefix: 'evidence/' },
    VersioningConfiguration: { Status: 'Enabled' },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        Match.objectLike({ ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: 'aws:kms' }) }),
      ],
    },
  });
});
