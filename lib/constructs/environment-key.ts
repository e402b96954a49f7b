import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export interface EnvironmentKeyProps {
  /** Name of the alias, with `alias/`. */
  readonly alias: string;
}

/**
 * The one customer key of an environment in one region.
 *
 * Everything that encrypts on a principal's behalf (RDS, Secrets Manager, ECS) is let in by that principal's own policy;
 * the key policy names only the services that come by themselves, each for this account alone.
 */
export class EnvironmentKey extends kms.Key {
  constructor(scope: Construct, id: string, props: EnvironmentKeyProps) {
    super(scope, id, {
      alias: props.alias,
      description: `Encrypts the data, logs and notifications of ${props.alias}`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      // Snapshots and replicas outlive their stack and need the key; after a creation that failed there are none.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const { account, partition, region } = Stack.of(this);
    this.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'CloudWatchLogs',
        principals: [new iam.ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        resources: ['*'],
        conditions: {
          ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` },
        },
      }),
    );
    this.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'Notifications',
        // CloudWatch publishes to the encrypted topics, SNS delivers to the encrypted queue.
        principals: [
          new iam.ServicePrincipal('cloudwatch.amazonaws.com'),
          new iam.ServicePrincipal('sns.amazonaws.com'),
        ],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
  }
}
