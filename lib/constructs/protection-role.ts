import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RoleForJob } from './role-for-job';

/**
 * What the pipeline's protection step may do: see whether something is protected against deletion, and change that. AWS has no
 * right that only switches it on.
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
 */
export class ProtectionRole extends RoleForJob {
  /** @param identifier of an Aurora cluster in the region of this role's stack */
  allowCluster(identifier: string): void {
    const cluster = Stack.of(this).formatArn({ service: 'rds', resource: `cluster:${identifier}` });
    this.allow(['rds:DescribeDBClusters', 'rds:ModifyDBCluster'], [cluster]);
  }

  allowLoadBalancer(arn: string): void {
    this.allow(['elasticloadbalancing:ModifyLoadBalancerAttributes'], [arn]);
    this.allow(['elasticloadbalancing:DescribeLoadBalancerAttributes'], ['*']);
  }

  /** @param stacks names and regions: what somebody else has named alike is none of its business */
  allowStacks(stacks: readonly { readonly stackName: string; readonly region: string }[]): void {
    const arns = stacks.map(({ stackName, region }) =>
      Stack.of(this).formatArn({
        service: 'cloudformation',
        region,
        resource: 'stack',
        resourceName: `${stackName}/*`,
      }),
    );
    this.allow(['cloudformation:DescribeStacks', 'cloudformation:UpdateTerminationProtection'], arns);
  }

  private allow(actions: readonly string[], resources: readonly string[]): void {
    this.addToPolicy(new iam.PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }
}
