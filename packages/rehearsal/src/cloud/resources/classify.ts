import { isBootstrapStack } from '../base/bootstrap-parameters';
import type { DeployedResource, DeployedStack, ResourceItem } from '../base/contracts';
import type { Ledger } from '../base/ledger';
import type { Upstream } from '../base/upstream';
import { shownBy } from './describe/ask';
import { describers } from './describe/describe';
import { type LedgerUsage, usageInLedger } from './ledger-usage';
import type { Registry } from './registry';
import type { UsageBook } from './usage-book';

/** Questions at work at the same time: the emulator answers one after another anyway. */
const atOnce = 8;

export interface ClassifyParts {
  readonly registry: Registry;
  readonly usage: UsageBook;
  readonly ledger: Ledger;
  readonly upstream: Upstream;
  /** What stands in the place of a resource, for example `a placeholder`; undefined for what the emulator itself made. */
  standInOf(resource: DeployedResource): string | undefined;
}

/** Classifies every deployed resource by what was seen of it, asking the services now. */
export async function classify(parts: ClassifyParts): Promise<readonly ResourceItem[]> {
  // What the CDK needs in every account is no part of what is delivered.
  const stacks = parts.registry.all().filter(({ stack }) => !isBootstrapStack(stack));
  const all = stacks.flatMap((stack) => stack.resources.map((resource) => ({ stack, resource })));
  const called = usageInLedger(
    all.map(({ resource }) => resource),
    parts.ledger.all(),
  );
  const items: ResourceItem[] = new Array(all.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < all.length; index = next++) {
      const one = all[index];
      if (one !== undefined) items[index] = await item(parts, one.stack, one.resource, called);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return items;
}

async function item(
  parts: ClassifyParts,
  stack: DeployedStack,
  resource: DeployedResource,
  called: LedgerUsage,
): Promise<ResourceItem> {
  const { logicalId, type } = resource;
  const base = { environment: stack.environment, stack: stack.stack, logicalId, type };
  const users = [...new Set([...parts.usage.usersOf(resource), ...(called.users.get(resource) ?? [])])];
  const standIn = parts.standInOf(resource);
  if (users.length > 0) {
    const by = standIn === undefined ? users.join(', ') : `${users.join(', ')} (through ${standIn})`;
    return { ...base, class: 'exercised', by };
  }
  const ask = describers[type]?.(resource);
  const call = ask === undefined ? undefined : await shownBy(ask, parts.upstream, resource);
  const failed = called.failed.has(resource) ? '; it was invoked, and failed each time' : '';
  if (call !== undefined) return { ...base, class: 'created', by: `${call}${failed}` };
  if (standIn !== undefined) return { ...base, class: 'stoodIn', by: standIn };
  return { ...base, class: 'accepted', by: type.startsWith('Custom::') ? 'its function answered' : '' };
}
