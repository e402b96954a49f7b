import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { version } from '@aws-cdk/aws-service-spec/package.json';

let specification: ReturnType<typeof loadAwsServiceSpec> | undefined;

/** The release of AWS's specification, as its package counts. */
export const specificationRelease = version;

/** AWS's specification of CloudFormation's types; read once, as it takes most of a second. */
export function awsSpecification(): ReturnType<typeof loadAwsServiceSpec> {
  specification ??= loadAwsServiceSpec();
  return specification;
}
