import type { DeployedResource, DeployedStack } from '../base/contracts';
import { type StackAddress, stackKey } from './stack-key';

/** The environment of stacks that no stage of the pipeline deployed. */
const byHand = 'Pipeline';

/** Every stack as it stands now, with its resources. What a failing deployment tried to make never gets in. */
export class Registry {
  private readonly stacks = new Map<string, DeployedStack>();
  private readonly environments = new Map<string, string>();

  /** Says which stage of the pipeline a stack belongs to; to be called before it is deployed. */
  assign(address: StackAddress, environment: string): void {
    this.environments.set(stackKey(address), environment);
  }

  environmentOf(address: StackAddress): string {
    return this.environments.get(stackKey(address)) ?? byHand;
  }

  put(stack: DeployedStack): void {
    this.stacks.set(stackKey(stack), stack);
  }

  remove(address: StackAddress): void {
    this.stacks.delete(stackKey(address));
  }

  get(address: StackAddress): DeployedStack | undefined {
    return this.stacks.get(stackKey(address));
  }

  all(): readonly DeployedStack[] {
    return [...this.stacks.values()];
  }

  /** The resource of this type and physical id, if it is deployed. */
  find(type: string, physicalId: string, account: string, region: string): DeployedResource | undefined {
    return this.resources().find(
      (one) => one.type === type && one.physicalId === physicalId && one.account === account && one.region === region,
    );
  }

  resources(): readonly DeployedResource[] {
    return this.all().flatMap((stack) => stack.resources);
  }
}
