import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { version } from '@aws-cdk/aws-service-spec/package.json';

/**
 * What the CDK itself puts into templates, and the specification does not list: its usage data
 * (https://docs.aws.amazon.com/cdk/v2/guide/usage-data.html).
 */
const beside = ['AWS::CDK::Metadata'];

let types: Promise<ReadonlySet<string>> | undefined;

/** The release of AWS's specification, as its package counts. */
export const specificationRelease = version;

/** Every type of resource that AWS's specification of CloudFormation knows; read once, as it takes most of a second. */
export function specifiedTypes(): Promise<ReadonlySet<string>> {
  types ??= loadAwsServiceSpec().then(
    (specification) =>
      new Set([...beside, ...specification.all('resource').map(({ cloudFormationType }) => cloudFormationType)]),
  );
  return types;
}
