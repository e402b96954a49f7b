import type { ResourceItem } from '../cloud/base/contracts';
import { failedVisits, type Visit } from '../environment/visitor';
import { AwsHand, type ListedResource } from './aws-hand';
import { tryRollbacks } from './rollbacks';
import type { Probe, ProbeContext, ProbedEnvironment, ProbeResult, SwitchOff } from './switch-off';

/** What is seen of an environment in one look: who was served, and the class of every resource in that time alone. */
interface Look {
  readonly visits: readonly Visit[];
  readonly items: readonly ResourceItem[];
}

/**
 * Lets deployments fail, then switches resources off, one at a time, and sees the report change: the classes are no mere words.
 * Everything must work at the beginning, or nothing could be concluded from what fails later.
 *
 * @param told what is switched off, and who visits
 * @param done is told of each result at once
 */
export async function probe(
  environment: ProbedEnvironment,
  told: Probe,
  signal: AbortSignal,
  done: (result: ProbeResult) => void,
): Promise<readonly ProbeResult[]> {
  const hand = new AwsHand(environment.cloud);
  const visitor = await told.visitor(environment);
  const context: ProbeContext = { ...environment, hand, visitor, resources: await hand.list(environment.stacks) };
  const results: ProbeResult[] = [];
  const record = (result: ProbeResult): void => {
    // What failed because everything is being ended says nothing.
    signal.throwIfAborted();
    results.push(result);
    done(result);
  };
  await tryRollbacks(context, record);
  for (const switchOff of told.switchOffs) {
    signal.throwIfAborted();
    const result = await tryOne(context, switchOff).catch((error: unknown) => ({
      name: switchOff.name,
      passed: false,
      seen: error instanceof Error ? error.message : String(error),
    }));
    record(result);
  }
  return results;
}

async function tryOne(context: ProbeContext, switchOff: SwitchOff): Promise<ProbeResult> {
  const { name } = switchOff;
  const resource = switchOff.resource(context);
  const before = await look(context, true);
  const broken = failedVisits(before.visits).filter((visit) => switchOff.breaks.includes(visit));
  if (broken.length > 0) {
    return { name, passed: false, seen: `already before it was off, these visits failed: ${broken.join(', ')}` };
  }
  if (switchOff.before !== undefined && classOf(before, resource) !== switchOff.before) {
    const seen = `${resource.logicalId} is ${classOf(before, resource)} before it is off, not ${switchOff.before}`;
    return { name, passed: false, seen };
  }
  const on = await switchOff.off(context, resource);
  const after = await look(context, switchOff.visited ?? true);
  await on?.();
  const classes = `${classOf(before, resource)} -> ${classOf(after, resource)}`;
  if (switchOff.breaks.length > 0) {
    const failed = failedVisits(after.visits);
    const missed = switchOff.breaks.filter((visit) => !failed.includes(visit));
    const seen = `${resource.logicalId}: failed visits ${failed.join(', ') || 'none'}; class ${classes}`;
    return { name, passed: missed.length === 0, seen };
  }
  const passed = classOf(before, resource) !== classOf(after, resource);
  return { name, passed, seen: `${resource.logicalId}: class ${classes}` };
}

async function look({ cloud, visitor }: ProbeContext, visited: boolean): Promise<Look> {
  cloud.forgetUse();
  const visits = visited ? await visitor.visit() : [];
  return { visits, items: await cloud.classify() };
}

function classOf({ items }: Look, { stack, logicalId }: ListedResource): string {
  return items.find((item) => item.stack === stack.name && item.logicalId === logicalId)?.class ?? 'gone';
}
