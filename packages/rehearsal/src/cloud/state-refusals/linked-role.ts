import { nameOf } from './change';
import type { Rule } from './rule';

const linked = 'AWS::IAM::ServiceLinkedRole';

/**
 * The first cluster of an account makes the service-linked role of ECS and takes it at once, which often fails and succeeds when it is
 * done again (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/818,
 * https://github.com/aws/containers-roadmap/issues/2614): told, and let through.
 */
export const linkedRole: Rule = {
  looksAt: { 'AWS::ECS::Cluster': ['AWS::ECS::Cluster', linked] },
  judge(change) {
    const { step, type, beside } = change;
    const known = beside.some(
      (other) => other.type === type || other.properties.AWSServiceName === 'ecs.amazonaws.com',
    );
    if (step !== 'create' || known) return undefined;
    return {
      told: `${nameOf(change)}: where it is the account's first cluster, AWS may fail it once with "Unable to assume the service linked role"; \`aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com\` before it keeps that away`,
    };
  },
};
