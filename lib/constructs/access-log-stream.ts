import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import { Construct } from 'constructs';
import { LogBucket } from './log-bucket';

export interface AccessLogStreamProps {
  /** API Gateway delivers only to streams whose name starts with `amazon-apigateway-`. */
  readonly name: string;
}

/**
 * Takes API Gateway's access logs to a bucket.
 *
 * A REST API's stage can log to CloudWatch only in an account whose API Gateway settings name a role, access logs
 * included (https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html). A delivery stream needs
 * no such setting, so this deploys in a fresh account and changes nothing for other APIs in it.
 */
export class AccessLogStream extends Construct {
  readonly stream: firehose.CfnDeliveryStream;
  readonly bucket: LogBucket;
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: AccessLogStreamProps) {
    super(scope, id);
    this.bucket = new LogBucket(this, 'Bucket', { acceptAcls: false });
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('firehose.amazonaws.com', {
        // Firehose presents the account that the stream belongs to.
        conditions: { StringEquals: { 'sts:ExternalId': Stack.of(this).account } },
      }),
    });
    const onBucket = ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'];
    const onObjects = ['s3:AbortMultipartUpload', 's3:PutObject'];
    this.role.addToPolicy(new iam.PolicyStatement({ actions: onBucket, resources: [this.bucket.bucketArn] }));
    this.role.addToPolicy(new iam.PolicyStatement({ actions: onObjects, resources: [this.bucket.arnForObjects('*')] }));
    this.stream = new firehose.CfnDeliveryStream(this, 'Stream', {
      deliveryStreamName: props.name,
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'AWS_OWNED_CMK' },
      extendedS3DestinationConfiguration: {
        bucketArn: this.bucket.bucketArn,
        roleArn: this.role.roleArn,
        compressionFormat: 'GZIP',
        prefix: 'api/',
        errorOutputPrefix: 'api-errors/',
      },
    });
    // A stream that can't write yet is refused.
    this.stream.node.addDependency(this.role.node.findChild('DefaultPolicy'));
  }
}
