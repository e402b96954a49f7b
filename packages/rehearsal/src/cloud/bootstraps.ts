import { bootstrapParameters, bootstrapStack, bootstrapTemplate } from './base/bootstrap-parameters';
import type { StackDeployment } from './base/contracts';
import type { Registry } from './resources/registry';

interface Place {
  readonly account: string;
  readonly region: string;
}

/** The accounts and regions that were made ready for the CDK, as `cdk bootstrap` makes them. */
export class Bootstraps {
  private readonly known = new Map<string, Place & { readonly done: Promise<unknown> }>();

  constructor(
    private readonly registry: Pick<Registry, 'environmentOf'>,
    /** Account of the pipeline, which all others trust. */
    private readonly trustedAccount: string,
    private readonly deploy: (deployment: StackDeployment) => Promise<unknown>,
  ) {}

  /** Makes account and region ready, once under each qualifier. */
  async bootstrap(account: string, region: string, qualifier: string): Promise<void> {
    const key = `${account}/${region}/${qualifier}`;
    const known = this.known.get(key) ?? { account, region, done: this.deployStack({ account, region }, qualifier) };
    this.known.set(key, known);
    await known.done;
  }

  /** In the order in which they were asked for. */
  all(): readonly Place[] {
    return [...this.known.values()].map(({ account, region }) => ({ account, region }));
  }

  private async deployStack(place: Place, qualifier: string): Promise<void> {
    const stack = bootstrapStack(qualifier);
    await this.deploy({
      ...place,
      stack,
      environment: this.registry.environmentOf({ ...place, stack }),
      template: await bootstrapTemplate(),
      parameters: bootstrapParameters(qualifier, this.trustedAccount),
      tags: {},
      capabilities: ['CAPABILITY_NAMED_IAM'],
      caller: { name: 'rehearsal bootstrap', ...place },
    });
  }
}
