import type { DeployedResource, DeployedStack } from '../base/contracts';
import { Reader } from './properties';

export type StackName = Pick<DeployedStack, 'account' | 'region' | 'stack'>;

/** A deployed resource with the environment it belongs to. */
export interface Owned extends DeployedResource {
  readonly environment: string;
}

/** Every stack as it stands now, searchable by type and by physical id. */
export class DeployedStacks {
  private readonly stacks = new Map<string, DeployedStack>();

  get(name: StackName): DeployedStack | undefined {
    return this.stacks.get(keyOf(name));
  }

  put(stack: DeployedStack): void {
    this.stacks.set(keyOf(stack), stack);
  }

  delete(name: StackName): void {
    this.stacks.delete(keyOf(name));
  }

  environments(): string[] {
    return [...new Set([...this.stacks.values()].map((stack) => stack.environment))];
  }

  /** Resources of a type, of all environments or of one. */
  ofType(type: string, environment?: string): Owned[] {
    return [...this.stacks.values()]
      .filter((stack) => environment === undefined || stack.environment === environment)
      .flatMap((stack) => ownedOf(stack, type));
  }

  /** The resource of a type that answers `Ref` or is named with this id. */
  find(type: string, physicalId: string): Owned | undefined {
    return this.ofType(type).find((resource) => resource.physicalId === physicalId);
  }
}

/** The resources of one type in a stack. */
export function ownedOf(stack: DeployedStack, type: string): Owned[] {
  return stack.resources
    .filter((resource) => resource.type === type)
    .map((resource) => ({ ...resource, environment: stack.environment }));
}

/** A reader of a resource's properties that names the resource in its errors. */
export function read(resource: DeployedResource): Reader {
  return new Reader(resource.properties, `${resource.stack}/${resource.logicalId}`);
}

/** One text for a stack, unique among accounts and regions. */
export function keyOf(name: StackName): string {
  return `${name.account}/${name.region}/${name.stack}`;
}
