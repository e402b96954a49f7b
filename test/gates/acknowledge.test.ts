import { App, Aws, type CfnElement, Fn, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { wildcardResource } from '../../lib/gates/acknowledge';

const stack = new Stack(new App(), 'Any');
const bucket = new Bucket(stack, 'Bucket');
const id = stack.getLogicalId(bucket.node.defaultChild as CfnElement);

test.each([
  ['a plain text', '*', '*'],
  ['an attribute', bucket.bucketArn, `<${id}.Arn>`],
  ['a reference', bucket.bucketName, `<${id}>`],
  ['a joined text', bucket.arnForObjects('a/*'), `<${id}.Arn>/a/*`],
  ['a pseudo parameter', `arn:aws:iam::${Aws.ACCOUNT_ID}:role/*`, 'arn:aws:iam::<AWS::AccountId>:role/*'],
])('%s is written as cdk-nag writes it', (_, arn, written) => {
  expect(wildcardResource(stack, arn)).toBe(`IAM5[Resource::${written}]`);
});

test('an intrinsic that is no reference and no joined text is not taken for one', () => {
  expect(() => wildcardResource(stack, Fn.importValue('other'))).toThrow(/^TAP1804: .*Fn::ImportValue/);
});
