import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { version } from '@aws-cdk/aws-service-spec/package.json';

/** Names that CloudFormation takes beside those of its specification: the CDK's own mark, which it ignores. */
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
