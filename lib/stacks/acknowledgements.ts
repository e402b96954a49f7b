import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Accepts one finding of cdk-nag's AwsSolutions rules.
 *
 * The id carries the plugin's name, so that the finding stays in the validation report together with its reason. The
 * constructors of the stacks call this, because a pipeline synthesizes a stage as soon as it is added.
 *
 * @param rule rule and finding, such as `IAM5[Resource::*]`, exactly as the report names them
 * @param reason why the finding is right and no defect; it must be true of everything below the scope
 */
export function acknowledge(scope: IConstruct, rule: string, reason: string): void {
  Validations.of(scope).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}`, reason });
}
