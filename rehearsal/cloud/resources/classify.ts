import type { ResourceItem } from '../contracts';
import type { Ledger } from '../gateway/ledger';
import type { Upstream } from '../gateway/upstream';
import type { Registry } from './registry';
import type { UsageBook } from './usage-book';

/** Classifies every deployed resource by evidence. */
export async function classify(
  registry: Registry,
  usage: UsageBook,
  _ledger: Ledger,
  _upstream: Upstream,
): Promise<readonly ResourceItem[]> {
  return registry.all().flatMap((stack) =>
    stack.resources.map((resource) => {
      const users = usage.usersOf(resource);
      return {
        environment: stack.environment,
        stack: stack.stack,
        logicalId: resource.logicalId,
        type: resource.type,
        class: users.length > 0 ? ('exercised' as const) : ('accepted' as const),
        by: users.join(', '),
      };
    }),
  );
}
