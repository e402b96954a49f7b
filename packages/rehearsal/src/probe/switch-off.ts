import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ResourceClass, StackResult } from '../cloud/base/contracts';
import { isRecord } from '../cloud/base/record';
import type { RunningEnvironment } from '../environment/running-environment';
import { failedVisits, type Visitor } from '../environment/visitor';
import type { DeployableStack } from '../model/deployable-stack';
import type { AwsHand, ListedResource } from './aws-hand';

/** Longest wait until everybody is served again, in milliseconds. */
const servedMs = 90_000;
const pauseMs = 500;

/** An environment whose stacks can be deployed again. */
export interface ProbedEnvironment extends RunningEnvironment {
  /** Deploys a stack again, with a template in the place of its own. */
  redeploy(stack: DeployableStack, template: string): Promise<StackResult>;
}

/** What a switch-off works with. */
export interface ProbeContext extends ProbedEnvironment {
  readonly hand: AwsHand;
  readonly resources: readonly ListedResource[];
  readonly visitor: Visitor;
}

/** One resource that is switched off, and what must be seen of it. */
export interface SwitchOff {
  readonly name: string;
  /** The resource whose class is looked at. */
  readonly resource: (context: ProbeContext) => ListedResource;
  /** The class it must have before. @default - any */
  readonly before?: ResourceClass;
  /** Visits that must fail while it is off, by name; none: its class must change. */
  readonly breaks: readonly string[];
  /** False: nobody visits while it is off. @default true */
  readonly visited?: boolean;
  /** Switches it off. @returns how to switch it on again, where that can be done */
  off(context: ProbeContext, resource: ListedResource): Promise<(() => Promise<void>) | undefined>;
}

/** What came of one switch-off. */
export interface ProbeResult {
  readonly name: string;
  readonly passed: boolean;
  /** What was seen, for a person. */
  readonly seen: string;
}

/** What a repository tells of its probe. */
export interface Probe {
  /** Whoever visits an environment. */
  readonly visitor: (environment: RunningEnvironment) => Promise<Visitor>;
  /** In this order: what can't be switched on again comes last. */
  readonly switchOffs: readonly SwitchOff[];
}

/** The first resource of a type, and of a form of its logical id. */
export function firstOf({ resources }: ProbeContext, type: string, id = /./): ListedResource {
  const found = resources.find((one) => one.type === type && id.test(one.logicalId));
  if (found === undefined) throw new Error(`the environment has no ${type} whose logical id fits ${String(id)}`);
  return found;
}

/** Deploys the resource's stack without it, as a commit that forgot it would. @returns how to deploy it again */
export async function withoutResource(
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

/** Waits until every visit succeeds. */
export async function servedAgain(visitor: Visitor): Promise<void> {
  const until = Date.now() + servedMs;
  while (failedVisits(await visitor.visit()).length > 0) {
    if (Date.now() > until) throw new Error(`nobody is served ${servedMs / 1_000} s after it was switched on again`);
    await sleep(pauseMs);
  }
}
