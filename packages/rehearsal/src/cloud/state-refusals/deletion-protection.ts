import type { Refusal } from './answer';
import type { ResourceChange } from './change';
import type { Rule } from './rule';

/** What each service answers to the deletion of a protected resource, and where. */
const protections: Readonly<Record<string, (physicalId: string) => Refusal>> = {
  'AWS::Cognito::UserPool': () => ({
    refused:
      'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
    source: 'https://github.com/localstack/localstack/issues/11947',
  }),
  'AWS::DynamoDB::Table': () => ({
    refused:
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    source: 'https://github.com/aws-bench/aws-bench/pull/41',
  }),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': (arn) => ({
    refused: `Load balancer '${arn}' cannot be deleted because deletion protection is enabled`,
    source: 'https://github.com/aws-cloudformation/rain/issues/187',
  }),
  'AWS::RDS::DBCluster': () => ({
    refused: 'Cannot delete protected Cluster, please disable deletion protection and try again.',
    source: 'https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds/pull/2',
  }),
  'AWS::RDS::DBInstance': () => ({
    refused: 'Cannot delete protected DB Instance, please disable deletion protection and try again.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html',
  }),
};

/** What is protected against deletion fails to be deleted, whatever its template says now: the service's own state counts. */
export const deletionProtection: Rule = {
  looksAt: Object.fromEntries(Object.keys(protections).map((type) => [type, []])),
  judge: ({ step, type, physicalId, service }: ResourceChange) =>
    step === 'delete' && service.protected === true ? protections[type]?.(physicalId) : undefined,
};
