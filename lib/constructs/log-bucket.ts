import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export interface LogBucketProps {
  /** CloudFront's standard logs are delivered through an ACL, which the owner's bucket must then accept. */
  readonly acceptAcls: boolean;
}

/** Private bucket for access logs, which expire after 90 days; a deleted one can be had back for 30. Load balancers can write to S3's own encryption alone. */
export class LogBucket extends s3.Bucket {
  constructor(scope: Construct, id: string, props: LogBucketProps) {
    super(scope, id, {
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      // Whoever deletes a log to hide what was done leaves a version behind.
      versioned: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: props.acceptAcls
        ? s3.ObjectOwnership.BUCKET_OWNER_PREFERRED
        : s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [
        {
          id: 'Expire',
          expiration: Duration.days(90),
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
      // Also when its creation is rolled back: its name is a new one each time, and CloudFormation deletes no bucket with objects,
      // of which a load balancer writes the first as soon as it is told where.
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
