import type { Difference } from '../../events/events';
import type { AwsCalls } from '../base/aws-calls';
import type { DeployedStack } from '../base/contracts';
import { type Owned, ownedOf, read } from '../deployed/deployed-stacks';
import type { Localised } from '../doors/localise';
import { ownCaller } from './own-caller';

type Calls = Pick<AwsCalls, 'functionVariables' | 'setFunctionVariables'>;

/**
 * Tells functions, in their environment variables, where on this machine the addresses are that AWS would give. Jobs and tasks
 * are told when they start; a function is deployed before its stack's own doors are open. A published version keeps what it was
 * published with.
 */
export class FunctionAddresses {
  /** Differences of the functions that were told, by environment and function. */
  private readonly told = new Map<string, Map<string, readonly Difference[]>>();

  /** @param localise replaces what is reached by HTTP: a server of another kind may be named apart from its port */
  constructor(
    private readonly calls: Calls,
    private readonly localise: (text: string) => Localised,
  ) {}

  /** Tells the functions of a stack, once its doors are open. */
  async apply(stack: DeployedStack): Promise<void> {
    for (const resource of ownedOf(stack, 'AWS::Lambda::Function')) await this.tell(resource);
  }

  differences(environment: string): readonly Difference[] {
    return [...(this.told.get(environment)?.values() ?? [])].flat();
  }

  private async tell(resource: Owned): Promise<void> {
    const local: Record<string, string> = {};
    const found: Difference[] = [];
    for (const [name, value] of Object.entries(read(resource).object('Environment').record('Variables'))) {
      const { text, differences } = this.localise(value);
      if (text === value) continue;
      local[name] = text;
      found.push(...differences);
    }
    if (found.length === 0) return;
    const caller = ownCaller('function addresses', resource);
    // Read back: the deployed function has variables that its template does not name.
    const variables = await this.calls.functionVariables(caller, resource.physicalId);
    await this.calls.setFunctionVariables(caller, resource.physicalId, { ...variables, ...local });
    const { environment, physicalId } = resource;
    this.told.set(environment, (this.told.get(environment) ?? new Map()).set(physicalId, found));
  }
}
