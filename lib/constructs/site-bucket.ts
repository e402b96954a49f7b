import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export interface SiteBucketProps {
  readonly accessLogs: s3.IBucket;
}

/**
 * The storefront's static files, read by the distribution alone. They are public by nature, so S3's own encryption is
 * enough, and the distribution needs no right on a key.
 */
export class SiteBucket extends s3.Bucket {
  constructor(scope: Construct, id: string, props: SiteBucketProps) {
    super(scope, id, {
      versioned: true,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      serverAccessLogsBucket: props.accessLogs,
      serverAccessLogsPrefix: 'site/',
      lifecycleRules: [
        {
          id: 'ForgetOldVersions',
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
      // Also when its creation is rolled back: its name is a new one each time, and CloudFormation deletes no bucket with objects.
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
