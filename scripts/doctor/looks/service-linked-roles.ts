import { IAMClient, paginateListRoles } from '@aws-sdk/client-iam';
import { edgeRegion } from '../../../lib/config';
import { accountsOf } from '../../accounts/places';
import type { Look } from '../look';

/** Services that act in an environment's account by roles of their own; `docs/deploy.md` says which they are, and why first. */
const services = [
  'ecs.amazonaws.com',
  'ecs.application-autoscaling.amazonaws.com',
  'elasticloadbalancing.amazonaws.com',
  'rds.amazonaws.com',
  'ops.apigateway.amazonaws.com',
  'vpcorigin.cloudfront.amazonaws.com',
  'wafv2.amazonaws.com',
] as const;

/** Path of all service-linked roles, followed by the service (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html). */
const path = '/aws-service-role/';

/** Whether the roles exist that a first deployment could be quicker than. */
export const serviceLinkedRoles: Look = {
  name: 'service-linked roles',
  actions: ['iam:ListRoles'],
  questions: async ({ configuration }) =>
    accountsOf(configuration)
      .filter(({ places }) => places.some(({ environments }) => environments.length > 0))
      .map(({ account }) => ({
        what: 'service-linked roles',
        account,
        region: edgeRegion,
        ask: async (aws) => {
          const there = new Set<string>();
          for await (const { Roles = [] } of paginateListRoles(
            { client: aws.client(IAMClient) },
            { PathPrefix: path },
          )) {
            for (const { Path = '' } of Roles) there.add(Path);
          }
          return services
            .filter((service) => !there.has(`${path}${service}/`))
            .map((service) => ({
              code: 'TAP6151',
              what: `${service} has no service-linked role yet`,
              todo: `make it: aws iam create-service-linked-role --aws-service-name ${service}`,
            }));
        },
      })),
};
