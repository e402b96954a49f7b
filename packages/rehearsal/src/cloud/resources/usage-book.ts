import type { DeployedResource, Usage } from '../base/contracts';
import { stackKey } from './stack-key';

type ResourceAddress = Pick<DeployedResource, 'account' | 'region' | 'stack' | 'logicalId'>;

/** Keeps who used which resource, as told by those who saw it. */
export class UsageBook implements Usage {
  private readonly users = new Map<string, Set<string>>();

  use(resource: ResourceAddress, by: string): void {
    const key = resourceKey(resource);
    const users = this.users.get(key) ?? new Set();
    this.users.set(key, users.add(by));
  }

  forget(): void {
    this.users.clear();
  }

  usersOf(resource: ResourceAddress): readonly string[] {
    return [...(this.users.get(resourceKey(resource)) ?? [])];
  }
}

function resourceKey(resource: ResourceAddress): string {
  return `${stackKey(resource)}/${resource.logicalId}`;
}
