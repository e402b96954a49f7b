import type { Rule } from './rule';

/**
 * A bucket that holds an object, or a version of one, fails to be deleted
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html). CloudFormation tells so when it makes the change set, and
 * goes on: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html
 */
export const fullBucket: Rule = {
  looksAt: { 'AWS::S3::Bucket': [] },
  judge({ step, service }) {
    if (step !== 'delete' || (service.objects ?? 0) === 0) return undefined;
    return {
      refused:
        'The bucket you tried to delete is not empty (Service: Amazon S3; Status Code: 409; Error Code: BucketNotEmpty)',
      source: 'https://github.com/aws/aws-cdk/issues/21776',
    };
  },
};
