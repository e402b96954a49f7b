import type { Backing, DeployedResource, DeployedStack } from '../base/contracts';
import { isRecord } from '../base/record';
import type { Registry } from '../resources/registry';
import { addressOfStackId } from '../resources/stack-key';
import type { CustomResourceAnswer, CustomResourceEvent } from './custom-resource';
import { type RosterEntry, rosterId, rosterTimeoutSeconds } from './templates/roster-resource';
import { untagLiterals } from './templates/tagged-literals';

/** Longest wait for a backing to take back what it had started, in milliseconds. */
const removeMs = 60_000;

/**
 * Brings registry and backing to what a stack's roster says, while CloudFormation waits for the answer.
 *
 * - Creation fails: what was started is removed; the stack was never registered.
 * - Update fails: CloudFormation sends the roster back to the previous properties, which comes in here as one more update
 *   and applies the stack as it was. Until then the registry has not changed.
 * - Another resource fails first: the roster, which depends on all others, has not been touched.
 * - Something fails after the roster (an output): creation deletes it again, an update sends it back as above.
 */
export class RosterHandler {
  constructor(
    private readonly registry: Registry,
    private readonly backing: () => Backing,
    private readonly stopping: AbortSignal,
  ) {}

  async handle(event: CustomResourceEvent): Promise<CustomResourceAnswer> {
    const address = addressOfStackId(event.StackId);
    const physicalId = event.PhysicalResourceId ?? `${rosterId}-${address.stack}`;
    if (event.RequestType === 'Delete') {
      this.registry.remove(address);
      await this.remove(address);
      return { physicalId };
    }
    const stack = deployedStack(event, this.registry.environmentOf(address));
    const limit = AbortSignal.timeout((rosterTimeoutSeconds - 30) * 1_000);
    try {
      await this.backing().apply(stack, AbortSignal.any([this.stopping, limit]));
    } catch (error) {
      if (event.RequestType === 'Create') await this.remove(address);
      throw error;
    }
    this.registry.put(stack);
    return { physicalId };
  }

  private async remove(address: Pick<DeployedStack, 'account' | 'region' | 'stack'>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, removeMs).unref();
    });
    try {
      await Promise.race([this.backing().remove(address), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The stack that an event of the roster describes. */
export function deployedStack(event: CustomResourceEvent, environment: string): DeployedStack {
  const address = addressOfStackId(event.StackId);
  const listed = event.ResourceProperties.Resources;
  const resources = Object.entries(isRecord(listed) ? listed : {}).flatMap(([logicalId, value]): DeployedResource[] => {
    const entry = untagLiterals(value) as Partial<RosterEntry>;
    if (typeof entry.Type !== 'string') return [];
    return [
      {
        ...address,
        logicalId,
        type: entry.Type,
        physicalId: String(entry.PhysicalId ?? ''),
        properties: entry.Properties ?? {},
        metadata: entry.Metadata ?? {},
      },
    ];
  });
  return { environment, ...address, resources };
}
