import { CodedError } from '@delivery/coded-error';
import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Acknowledges findings of cdk-nag's AwsSolutions rules at and below a construct, each by its exact id.
 *
 * @param findings what follows `AwsSolutions-`, for example `IAM5[Action::s3:List*]`
 * @param reason why the finding is right as it is; stays in the validation report
 */
export function acknowledge(scope: IConstruct, findings: readonly string[], reason: string): void {
  const ids = findings.map((finding) => `AwsSolutions::AwsSolutions-${finding}`);
  Validations.of(scope).acknowledge(...ids.map((id) => ({ id, reason })));
}

/** The finding about a resource with a wildcard in an IAM policy, as cdk-nag writes it. @throws CodedError TAP1804 */
export function wildcardResource(scope: IConstruct, arn: string): string {
  return `IAM5[Resource::${readable(Stack.of(scope).resolve(arn))}]`;
}

/** Writes a resolved value as cdk-nag does: references in angle brackets, joins joined. */
function readable(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Readonly<Record<string, unknown>>;
  if (Ref) return `<${Ref}>`;
  if (attribute) return `<${(attribute as readonly string[]).join('.')}>`;
  if (join) return (join as [string, unknown[]])[1].map(readable).join('');
  throw new CodedError(
    'TAP1804',
    `${JSON.stringify(value)} in the ARN of a policy: how cdk-nag writes it is not known here; teach lib/gates/acknowledge.ts`,
  );
}
