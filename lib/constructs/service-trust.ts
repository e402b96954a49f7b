import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** The services whose pages say that they tell for what they assume a role; ARNs without partition, region and account. */
const sources = {
  /** https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html; a role can't name its project, which names the role. */
  'codebuild.amazonaws.com': { service: 'codebuild', resource: 'project/*' },
  /** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html, of task roles alone. */
  'ecs-tasks.amazonaws.com': { service: 'ecs', resource: '*' },
  /** https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html, by schedule group. */
  'scheduler.amazonaws.com': { service: 'scheduler', resource: 'schedule-group/default' },
  /** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html */
  'vpc-flow-logs.amazonaws.com': { service: 'ec2', resource: 'vpc-flow-log/*' },
} as const;

/**
 * A service that may assume a role for resources of this account and region alone: nobody else can make it use the role
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html).
 *
 * Firehose presents the account as external id instead (`access-log-stream.ts`). For CodePipeline, RDS Proxy, Lambda, the
 * execution roles of ECS and the rules of EventBridge no page of AWS was found that shows such a condition on their roles;
 * a condition that a service doesn't meet would lock it out, so these trust the service by its name.
 */
export function serviceForThisAccount(scope: IConstruct, name: keyof typeof sources): iam.ServicePrincipal {
  const { account } = Stack.of(scope);
  return new iam.ServicePrincipal(name, {
    conditions: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': Stack.of(scope).formatArn(sources[name]) },
    },
  });
}
