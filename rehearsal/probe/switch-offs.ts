import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ResourceClass } from '@delivery/rehearsal/cloud/base/contracts';
import { isRecord } from '@delivery/rehearsal/cloud/gateway/templates/tagged-literals';
import type { AwsHand, ListedResource } from './aws-hand';
import type { RunningEnvironment } from './bring-up';
import { failedVisits, type Shopper, type Visit } from './shopper';

/** Longest wait for the killed tasks' last connections, in milliseconds. */
const SETTLE_MS = 300;
/** Longest wait for new tasks to become healthy, in milliseconds. */
const HEALTHY_MS = 90_000;
const PAUSE_MS = 500;

export interface ProbeContext extends RunningEnvironment {
  readonly hand: AwsHand;
  readonly resources: readonly ListedResource[];
  readonly shopper: Shopper;
}

/** One resource that is switched off, and what must be seen of it. */
export interface SwitchOff {
  readonly name: string;
  /** The resource whose class is looked at. */
  readonly resource: (context: ProbeContext) => ListedResource;
  /** The class it must have before. @default - any */
  readonly before?: ResourceClass;
  /** Visits that must fail while it is off; none: its class must change. */
  readonly breaks: readonly Visit['name'][];
  /** False: nobody visits while it is off. @default true */
  readonly visited?: boolean;
  /** Switches it off. @returns how to switch it on again, where that can be done */
  off(context: ProbeContext, resource: ListedResource): Promise<(() => Promise<void>) | undefined>;
}

/** In this order: what can be switched on again comes first, the database, without which nothing works, last. */
export const SWITCH_OFFS: readonly SwitchOff[] = [
  {
    name: 'nobody visits: the load balancer',
    resource: (context) => first(context, 'AWS::ElasticLoadBalancingV2::LoadBalancer'),
    before: 'exercised',
    breaks: [],
    visited: false,
    off: async () => undefined,
  },
  {
    name: 'the rule that sends carts to the checkout service is detached',
    resource: (context) => first(context, 'AWS::ElasticLoadBalancingV2::ListenerRule', /checkoutRule/i),
    before: 'exercised',
    breaks: ['cart'],
    off: withoutResource,
  },
  {
    name: "the gates' API key is taken off its usage plan",
    resource: (context) => first(context, 'AWS::ApiGateway::UsagePlanKey', /gates/i),
    before: 'exercised',
    breaks: ['API'],
    off: withoutResource,
  },
  {
    name: "the storefront's page is deleted from its bucket",
    resource: (context) => first(context, 'AWS::S3::Bucket', /site|files/i),
    before: 'exercised',
    breaks: ['storefront'],
    off: (context, bucket) => context.hand.takeObject(bucket, 'index.html'),
  },
  {
    name: 'every task is killed, and none starts again',
    resource: (context) => first(context, 'AWS::ECS::Service'),
    breaks: ['products', 'cart', 'API'],
    off: async ({ backing, environment, shopper }) => {
      backing.faults.setTaskFault({ kind: 'crash-at-start', environment });
      while (backing.faults.killTask(environment) !== undefined) await sleep(1);
      await sleep(SETTLE_MS);
      return async () => {
        backing.faults.setTaskFault(undefined);
        await servedAgain(shopper);
      };
    },
  },
  {
    name: 'an alarm is deleted',
    resource: (context) => first(context, 'AWS::CloudWatch::Alarm'),
    breaks: [],
    off: async (context, { physicalId }) => {
      await context.backing.faults.deleteAlarm(physicalId);
      return undefined;
    },
  },
  {
    name: 'a topic is deleted',
    resource: (context) => first(context, 'AWS::SNS::Topic'),
    breaks: [],
    off: async (context, topic) => {
      await context.hand.deleteTopic(topic);
      return undefined;
    },
  },
  {
    name: 'a log group is deleted',
    resource: (context) => first(context, 'AWS::Logs::LogGroup'),
    breaks: [],
    off: async (context, group) => {
      await context.hand.deleteLogGroup(group);
      return undefined;
    },
  },
  {
    name: "the master user's secret is deleted",
    resource: (context) => first(context, 'AWS::SecretsManager::Secret', /master/i),
    breaks: [],
    off: async (context, secret) => {
      await context.hand.deleteSecret(secret);
      return undefined;
    },
  },
  {
    name: 'the database is stopped',
    resource: (context) => first(context, 'AWS::RDS::DBCluster'),
    breaks: ['products', 'cart', 'API'],
    off: async (context) => {
      await context.backing.faults.stopDatabase(context.environment);
      return undefined;
    },
  },
];

function first(context: ProbeContext, type: string, id = /./): ListedResource {
  const found = context.resources.find((one) => one.type === type && id.test(one.logicalId));
  if (found === undefined) throw new Error(`the environment has no ${type} whose logical id fits ${String(id)}`);
  return found;
}

/** Deploys the resource's stack without it, as a commit that forgot it would. */
async function withoutResource(
  context: ProbeContext,
  { stack, logicalId }: ListedResource,
): Promise<() => Promise<void>> {
  const text = await readFile(stack.templateFile, 'utf8');
  const template = JSON.parse(text) as { Resources: Record<string, { DependsOn?: string | string[] }> };
  delete template.Resources[logicalId];
  for (const resource of Object.values(template.Resources).filter(isRecord)) {
    const { DependsOn } = resource as { DependsOn?: string | string[] };
    if (DependsOn === undefined) continue;
    resource.DependsOn = [DependsOn].flat().filter((id) => id !== logicalId);
  }
  await context.redeploy(stack, JSON.stringify(template));
  return async () => {
    await context.redeploy(stack, text);
  };
}

async function servedAgain(shopper: Shopper): Promise<void> {
  const until = Date.now() + HEALTHY_MS;
  while (failedVisits(await shopper.visit()).length > 0) {
    if (Date.now() > until) throw new Error(`nobody is served ${HEALTHY_MS / 1_000} s after it was switched on again`);
    await sleep(PAUSE_MS);
  }
}
