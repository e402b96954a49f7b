import { setTimeout as sleep } from 'node:timers/promises';
import { firstOf, type SwitchOff, servedAgain, withoutResource } from '@delivery/rehearsal/probe/switch-off';

/** Longest wait for the killed tasks' last connections, in milliseconds. */
const settleMs = 300;

/** In this order: what can be switched on again comes first, the database, without which nothing works, last. */
export const switchOffs: readonly SwitchOff[] = [
  {
    name: 'nobody visits: the load balancer',
    resource: (context) => firstOf(context, 'AWS::ElasticLoadBalancingV2::LoadBalancer'),
    before: 'exercised',
    breaks: [],
    visited: false,
    off: async () => undefined,
  },
  {
    name: 'the rule that sends carts to the checkout service is detached',
    resource: (context) => firstOf(context, 'AWS::ElasticLoadBalancingV2::ListenerRule', /checkoutRule/i),
    before: 'exercised',
    breaks: ['cart'],
    off: withoutResource,
  },
  {
    name: "the gates' API key is taken off its usage plan",
    resource: (context) => firstOf(context, 'AWS::ApiGateway::UsagePlanKey', /gates/i),
    before: 'exercised',
    breaks: ['API'],
    off: withoutResource,
  },
  {
    name: "the storefront's page is deleted from its bucket",
    resource: (context) => firstOf(context, 'AWS::S3::Bucket', /site|files/i),
    before: 'exercised',
    breaks: ['storefront'],
    off: (context, bucket) => context.hand.takeObject(bucket, 'index.html'),
  },
  {
    name: 'every task is killed, and none starts again',
    resource: (context) => firstOf(context, 'AWS::ECS::Service'),
    breaks: ['products', 'cart', 'API'],
    off: async ({ backing, environment, visitor }) => {
      backing.faults.setTaskFault({ kind: 'crash-at-start', environment });
      while (backing.faults.killTask(environment) !== undefined) await sleep(1);
      await sleep(settleMs);
      return async () => {
        backing.faults.setTaskFault(undefined);
        await servedAgain(visitor);
      };
    },
  },
  {
    name: 'an alarm is deleted',
    resource: (context) => firstOf(context, 'AWS::CloudWatch::Alarm'),
    breaks: [],
    off: async (context, { physicalId }) => {
      await context.backing.faults.deleteAlarm(physicalId);
      return undefined;
    },
  },
  {
    name: 'a topic is deleted',
    resource: (context) => firstOf(context, 'AWS::SNS::Topic'),
    breaks: [],
    off: async (context, topic) => {
      await context.hand.deleteTopic(topic);
      return undefined;
    },
  },
  {
    name: 'a log group is deleted',
    resource: (context) => firstOf(context, 'AWS::Logs::LogGroup'),
    breaks: [],
    off: async (context, group) => {
      await context.hand.deleteLogGroup(group);
      return undefined;
    },
  },
  {
    name: "the master user's secret is deleted",
    resource: (context) => firstOf(context, 'AWS::SecretsManager::Secret', /master/i),
    breaks: [],
    off: async (context, secret) => {
      await context.hand.deleteSecret(secret);
      return undefined;
    },
  },
  {
    name: 'the database is stopped',
    resource: (context) => firstOf(context, 'AWS::RDS::DBCluster'),
    breaks: ['products', 'cart', 'API'],
    off: async (context) => {
      await context.backing.faults.stopDatabase(context.environment);
      return undefined;
    },
  },
];
