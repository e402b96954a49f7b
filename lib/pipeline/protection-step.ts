import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type EnvironmentConfiguration, physicalNames } from '../config';
import { EnvironmentStep, type EnvironmentStepProps } from './environment-step';

export interface ProtectionStepProps extends EnvironmentStepProps {
  readonly environment: EnvironmentConfiguration;
}

/**
 * Protects an environment against deletion after each deployment: its database; in production its stacks and its load balancer,
 * too.
 *
 * CodePipeline passes no termination protection on (https://github.com/aws/aws-cdk/issues/17871); and what is protected before
 * it was complete once can't be rolled back.
 */
export class ProtectionStep extends EnvironmentStep {
  constructor(scope: Construct, props: ProtectionStepProps) {
    const { stage, environment, resources } = props;
    const names = physicalNames(resources.application, environment.name);
    const stacks = environment.production ? stage.stacks : [];
    super(
      scope,
      {
        name: 'protection',
        roleName: names.protectionJobRole,
        description: `Job that protects ${environment.name} against deletion`,
        timeout: Duration.minutes(15),
        assumes: [stage.protectionRoleArn],
        env: {
          ENVIRONMENT_REGION: environment.region,
          PROTECTION_ROLE_ARN: stage.protectionRoleArn,
          STACKS: JSON.stringify(stacks.map(({ stackName, region }) => ({ name: stackName, region }))),
          DATABASE_CLUSTER: names.databaseCluster,
        },
        envFromCfnOutputs: environment.production ? { LOAD_BALANCER_ARN: stage.loadBalancerArn } : {},
      },
      props,
    );
  }
}
