import { Stack } from 'aws-cdk-lib';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import { Construct, type IConstruct } from 'constructs';
import { notServed } from './site-folder';

export interface SiteFilesProps {
  /** Folder of static files. */
  readonly folder: string;
  readonly bucket: s3.IBucket;
  readonly distribution: cloudfront.IDistribution;
  readonly logGroup: logs.ILogGroup;
}

/**
 * Copies the storefront into its bucket and makes the distribution forget what it kept.
 *
 * The function's role is written here: the one that the CDK would write may invalidate every distribution of the
 * account.
 */
export class SiteFiles extends Construct {
  readonly role: iam.Role;
  /** The function that copies. The CDK has one for all that a stack copies, and puts it at the stack. */
  readonly copiers: readonly IConstruct[];

  constructor(scope: Construct, id: string, props: SiteFilesProps) {
    super(scope, id);
    const { bucket, distribution, logGroup } = props;
    const files = new Asset(this, 'Asset', {
      path: props.folder,
      exclude: notServed,
    });
    this.role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const rights = [
      { actions: ['s3:GetObject'], resources: [files.bucket.arnForObjects(files.s3ObjectKey)] },
      { actions: ['s3:ListBucket'], resources: [bucket.bucketArn] },
      { actions: ['s3:DeleteObject', 's3:PutObject'], resources: [bucket.arnForObjects('*')] },
      {
        actions: ['cloudfront:CreateInvalidation', 'cloudfront:GetInvalidation'],
        resources: [distribution.distributionArn],
      },
      { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] },
    ];
    for (const right of rights) {
      this.role.addToPolicy(new iam.PolicyStatement(right));
    }
    const deployment = new s3deploy.BucketDeployment(this, 'Deployment', {
      sources: [s3deploy.Source.bucket(files.bucket, files.s3ObjectKey)],
      destinationBucket: bucket,
      distribution,
      distributionPaths: ['/*'],
      // Browsers ask again after a minute; the distribution is told at each deployment.
      cacheControl: [s3deploy.CacheControl.fromString('public, max-age=60')],
      role: this.role.withoutPolicyUpdates(),
      logGroup,
      memoryLimit: 256,
    });
    deployment.node.addDependency(this.role);
    this.copiers = Stack.of(this).node.children.filter(({ node }) => node.id.startsWith('Custom::CDKBucketDeployment'));
  }
}
