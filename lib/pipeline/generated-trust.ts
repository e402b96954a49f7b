import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { CodePipeline } from 'aws-cdk-lib/pipelines';
import { serviceForThisAccount } from '../constructs/service-trust';

/**
 * Lets CodeBuild assume the roles that CDK Pipelines makes for its own jobs (self-mutation, assets) for projects of this
 * account alone, as the roles of all other jobs do; CDK Pipelines takes no roles for them. Call it after `buildPipeline()`.
 */
export function trustThisAccount(engine: CodePipeline): void {
  const assumedBy = serviceForThisAccount(engine, 'codebuild.amazonaws.com');
  for (const role of engine.node.findAll().filter((construct) => construct instanceof iam.Role)) {
    if (!JSON.stringify(Stack.of(role).resolve(role.assumeRolePolicy)).includes(assumedBy.service)) continue;
    const trust = new iam.PolicyStatement({ actions: [assumedBy.assumeRoleAction], principals: [assumedBy] });
    const resource = role.node.defaultChild as iam.CfnRole;
    resource.assumeRolePolicyDocument = new iam.PolicyDocument({ statements: [trust] });
  }
}
