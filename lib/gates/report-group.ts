import { Stack } from 'aws-cdk-lib';
import { CfnReportGroup } from 'aws-cdk-lib/aws-codebuild';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface ReportGroupProps {
  /** Physical name, so that its ARN is known at synth and a build specification can name it. */
  readonly reportGroupName: string;
  readonly type: 'TEST' | 'CODE_COVERAGE';
  /**
   * Where the raw reports are kept beyond the 30 days of CodeBuild, below `report-groups/<name>`.
   *
   * @default - not exported; the gates' programs upload their reports themselves
   */
  readonly exportTo?: { readonly bucket: s3.IBucket; readonly key: kms.IKey };
}

/** A CodeBuild report group: the tab in which a job's test or coverage report is shown, for 30 days. */
export class ReportGroup extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: ReportGroupProps) {
    super(scope, id);
    this.arn = Stack.of(this).formatArn({
      service: 'codebuild',
      resource: 'report-group',
      resourceName: props.reportGroupName,
    });
    new CfnReportGroup(this, 'Resource', {
      name: props.reportGroupName,
      type: props.type,
      // A group that still holds reports could not be deleted; what must outlive them is kept in the evidence bucket.
      deleteReports: true,
      exportConfig: props.exportTo
        ? {
            exportConfigType: 'S3',
            s3Destination: {
              bucket: props.exportTo.bucket.bucketName,
              path: ReportGroup.exportPath(props.reportGroupName),
              packaging: 'ZIP',
              encryptionKey: props.exportTo.key.keyArn,
            },
          }
        : { exportConfigType: 'NO_EXPORT' },
    });
  }

  /** Where in the bucket a group's raw reports are kept. */
  static exportPath(reportGroupName: string): string {
    return `report-groups/${reportGroupName}`;
  }
}
