import { RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export interface EnvironmentLogGroupProps {
  readonly key: kms.IKey;
  /** @default - named by CloudFormation */
  readonly name?: string;
}

/** An encrypted log group whose events live for a year and which goes with its stack. */
export class EnvironmentLogGroup extends logs.LogGroup {
  constructor(scope: Construct, id: string, props: EnvironmentLogGroupProps) {
    super(scope, id, {
      logGroupName: props.name,
      encryptionKey: props.key,
      retention: logs.RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
