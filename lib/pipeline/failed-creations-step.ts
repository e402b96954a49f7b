import { Aws, type DefaultStackSynthesizer, Duration, Stack } from 'aws-cdk-lib';
import { EnvironmentPlaceholders } from 'aws-cdk-lib/cx-api';
import type { Construct } from 'constructs';
import { namePrefix } from '../config';
import { EnvironmentStep, type EnvironmentStepProps } from './environment-step';

/** A deletion takes as long as the slowest of what was made: a database cluster or a distribution, up to half an hour each. */
const timeout = Duration.hours(2);

/**
 * Deletes stacks of an environment that never were complete, right before its deployment: CloudFormation updates no stack whose
 * creation failed.
 *
 * CodePipeline's own `REPLACE_ON_FAILURE` would also delete a stack in `UPDATE_ROLLBACK_FAILED`, which lives and holds data
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html).
 *
 * Nor does it let the deployment take over a stack that somebody else has named like one of the environment's.
 *
 * It changes into the roles that deploy the stacks, because no role of the environment's own is there before its first
 * deployment; the program narrows each session to one stack.
 */
export class FailedCreationsStep extends EnvironmentStep {
  constructor(scope: Construct, props: EnvironmentStepProps) {
    const stacks = props.stage.stacks.map((stack) => ({
      name: stack.stackName,
      region: stack.region,
      roleArn: deployRoleArn(stack),
      path: stack.node.path,
    }));
    super(
      scope,
      {
        name: 'failedCreations',
        description: `Job that deletes stacks of ${props.stage.stageName} that never were complete`,
        timeout: timeout,
        assumes: [...new Map(stacks.map(({ region, roleArn }) => [region, roleArn])).values()],
        env: {
          NAME_PREFIX: namePrefix(props.resources.application, props.stage.stageName),
          STACKS: Stack.of(scope).toJsonString(stacks),
        },
      },
      props,
    );
  }
}

/** The role by which the pipeline deploys the stack; what the synthesizer leaves to CloudFormation is written as references. */
function deployRoleArn({ synthesizer }: Stack): string {
  return (synthesizer as DefaultStackSynthesizer).deployRoleArn
    .replaceAll(EnvironmentPlaceholders.CURRENT_PARTITION, Aws.PARTITION)
    .replaceAll(EnvironmentPlaceholders.CURRENT_ACCOUNT, Aws.ACCOUNT_ID);
}
