import { CloudTrailClient, DescribeTrailsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import type { Look, Problem } from '../look';
import { accountOf } from '../places-of';

/**
 * Whether a trail records where a rule waits for calls of AWS's API: EventBridge gets those from CloudTrail alone
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html). Stacks without such a rule need none.
 */
export const trail: Look = {
  name: 'trail',
  actions: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus'],
  questions: async ({ stacks }) =>
    (await stacks).flatMap((stack) => {
      const rules = Object.entries(stack.template.Resources).filter(
        ([, { Type, Properties }]) => Type === 'AWS::Events::Rule' && waitsForCalls(Properties?.EventPattern),
      );
      if (rules.length === 0) return [];
      const ids = rules.map(([id]) => id).join(', ');
      return {
        what: `a trail, for ${ids} of ${stack.name}`,
        account: accountOf(stack),
        region: stack.region,
        ask: async (aws): Promise<readonly Problem[]> => {
          const client = aws.client(CloudTrailClient);
          const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
          const statuses = await Promise.all(
            trailList.map(({ TrailARN }) => client.send(new GetTrailStatusCommand({ Name: TrailARN }))),
          );
          if (statuses.some(({ IsLogging }) => IsLogging)) return [];
          const what = `no trail records here, but ${ids} of ${stack.name} waits for what it records`;
          return [{ code: 'TAP6181', what, todo: 'make a trail of management events for all regions, and start it' }];
        },
      };
    }),
};

function waitsForCalls(pattern: unknown): boolean {
  const types = (pattern as { readonly 'detail-type'?: unknown } | undefined)?.['detail-type'];
  return JSON.stringify(types ?? []).includes('via CloudTrail');
}
