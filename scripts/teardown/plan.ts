import type { AccountClients } from './aws';
import { type DeletionOrder, deletionOrder } from './deletion-order';
import { findImports, type Import } from './importers';
import { type Kept, keptOf } from './kept';
import { type FoundStacks, findStacks, type LivingStack } from './living-stacks';
import { findPastStacks, type PastStack } from './past-stacks';
import { findProtections, type Protection } from './protections';
import type { Subject } from './subject';

/** Everything that has to be known before anything is deleted. */
export interface Plan {
  readonly stacks: readonly LivingStack[];
  /** Stacks with names like the environment's that are left alone. */
  readonly others: FoundStacks['others'];
  readonly past: readonly PastStack[];
  readonly order: DeletionOrder;
  readonly kept: readonly Kept[];
  readonly protections: readonly Protection[];
  /** Imports by stacks that are not the environment's. */
  readonly foreignImports: readonly Import[];
  /** Stacks that something else is at work on. */
  readonly busy: readonly LivingStack[];
}

/**
 * Looks at an environment, and changes nothing.
 *
 * @throws CodedError TAP6002 to TAP6009 if a service refuses: what can't be seen is not taken down
 */
export async function planTeardown(subject: Subject, clients: AccountClients): Promise<Plan> {
  const { own: stacks, others } = await findStacks(subject, clients);
  const past = await findPastStacks(subject, clients);
  const imports = await findImports(stacks, clients);
  return {
    stacks,
    others,
    past,
    order: deletionOrder(stacks, imports),
    kept: keptOf(stacks),
    protections: await findProtections(stacks, clients),
    foreignImports: imports.filter(
      ({ exporter, importer }) => !stacks.some(({ name, region }) => name === importer && region === exporter.region),
    ),
    busy: stacks.filter(({ status }) => isBusy(status)),
  };
}

/** A stack in review waits for a change set, not for CloudFormation; one that is being deleted is joined. */
function isBusy(status: string): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS' && status !== 'DELETE_IN_PROGRESS';
}
