import { isAws } from '../../src/network/aws-hosts';

test.each([
  'amazonaws.com',
  'sts.amazonaws.com',
  'bucket.s3.eu-west-1.amazonaws.com',
  's3.cn-north-1.amazonaws.com.cn',
  'ec2.eu-west-1.api.aws',
  'abc.lambda-url.eu-west-1.on.aws',
  'sts.eusc-de-east-1.amazonaws.eu',
  'signin.aws.amazon.com',
  '169.254.169.254',
  'fd00:ec2::254',
])('%s is AWS', (host) => expect(isAws(host)).toBe(true));

test.each(['evilamazonaws.com', 'amazonaws.com.evil.example', 'amazon.com', 'aws.example', '169.254.169.25', ''])(
  '%j is not AWS',
  (host) => expect(isAws(host)).toBe(false),
);
