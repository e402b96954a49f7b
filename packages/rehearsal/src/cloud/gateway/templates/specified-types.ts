import { awsSpecification } from '../../base/specification';

/**
 * What the CDK itself puts into templates, and the specification does not list: its usage data
 * (https://docs.aws.amazon.com/cdk/v2/guide/usage-data.html).
 */
const beside = ['AWS::CDK::Metadata'];

let types: Promise<ReadonlySet<string>> | undefined;

/** Every type of resource that AWS's specification of CloudFormation knows. */
export function specifiedTypes(): Promise<ReadonlySet<string>> {
  types ??= awsSpecification().then(
    (specification) =>
      new Set([...beside, ...specification.all('resource').map(({ cloudFormationType }) => cloudFormationType)]),
  );
  return types;
}
