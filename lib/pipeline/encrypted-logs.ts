import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export interface EncryptedLogsProps {
  /** Physical name, known at synth, so that the key's policy can name the group before it exists. */
  readonly logGroupName: string;
  readonly key: kms.Key;
}

/** A log of the pipeline, kept for one year and encrypted with the pipeline's key. */
export class EncryptedLogs extends logs.LogGroup {
  /** @param id names the statement in the key's policy, too */
  constructor(scope: Construct, id: string, props: EncryptedLogsProps) {
    super(scope, id, {
      logGroupName: props.logGroupName,
      retention: logs.RetentionDays.ONE_YEAR,
      encryptionKey: props.key,
      // Its name is fixed: kept by a first deployment that failed, it would refuse the second one.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const { account, region } = Stack.of(this);
    props.key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: `Encrypt${id}`,
        principals: [new iam.ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
        resources: ['*'],
        conditions: {
          ArnEquals: {
            'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:${props.logGroupName}`,
          },
        },
      }),
    );
  }
}
