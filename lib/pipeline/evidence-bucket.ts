import { Duration } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { expireAfter, privateBucket } from './artifacts';

/** Days that evidence is kept: three years, so that an audit can look back over more than one period. */
const evidenceDays = 3 * 365;
/** Days after which evidence is rarely read. */
const coldDays = 90;

/**
 * What the gates saw and decided, and the raw reports, kept beyond the 30 days of CodeBuild's report groups.
 *
 * Keys: `<commit>/<execution>/<environment>/<gate>/<build>/...`, `<commit>/<execution>/Build/image/<build>/...`,
 * `last-passed/<environment>/alarms/gates.json` and
 * `report-groups/<name>/...`.
 */
export class EvidenceBucket extends s3.Bucket {
  constructor(scope: Construct, id: string, props: { readonly key: kms.IKey; readonly accessLogs: s3.IBucket }) {
    super(scope, id, {
      ...privateBucket,
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: props.key,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: props.accessLogs,
      serverAccessLogsPrefix: 'evidence/',
      lifecycleRules: [
        {
          ...expireAfter(evidenceDays),
          transitions: [{ storageClass: s3.StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(coldDays) }],
        },
      ],
    });
  }
}
