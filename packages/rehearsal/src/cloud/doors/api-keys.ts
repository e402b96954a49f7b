import type { Clock } from '../base/clock';
import { type Owned, read } from '../deployed/deployed-stacks';
import { KeyAllowance, type Refusal } from './usage-plan';

/** What an API key may do at a stage. */
export type KeyVerdict =
  | { readonly kind: 'forbidden' }
  | { readonly kind: Refusal | 'allowed'; readonly through: readonly Owned[] };

export interface KeyParts {
  readonly keys: readonly Owned[];
  readonly plans: readonly Owned[];
  readonly planKeys: readonly Owned[];
}

/** API keys with their usage plans. Values come from the emulator, and stay in memory. */
export class ApiKeys {
  private readonly values = new Map<string, Promise<string>>();
  private readonly allowances = new Map<string, KeyAllowance>();

  constructor(
    private readonly clock: Clock,
    private readonly parts: () => KeyParts,
    private readonly readKey: (key: Owned) => Promise<string>,
  ) {}

  /** Judges one request with this key to a stage of an API. */
  async judge(value: string | undefined, apiId: string, stage: string): Promise<KeyVerdict> {
    if (!value) return { kind: 'forbidden' };
    const { keys, plans, planKeys } = this.parts();
    const key = await this.keyWith(value, keys);
    if (!key || !read(key).flag('Enabled', true)) return { kind: 'forbidden' };
    for (const plan of plans.filter((candidate) => covers(candidate, apiId, stage))) {
      const membership = planKeys.find((candidate) => {
        const properties = read(candidate);
        return properties.text('UsagePlanId') === plan.physicalId && properties.text('KeyId') === key.physicalId;
      });
      if (!membership) continue;
      const refusal = this.allowance(plan, key).take();
      return { kind: refusal ?? 'allowed', through: [key, plan, membership] };
    }
    return { kind: 'forbidden' };
  }

  /** A plan was deployed anew: its figures may have changed. */
  forget(): void {
    this.allowances.clear();
  }

  private allowance(plan: Owned, key: Owned): KeyAllowance {
    const name = `${plan.physicalId}/${key.physicalId}`;
    const known = this.allowances.get(name);
    if (known) return known;
    const created = new KeyAllowance(plan, this.clock);
    this.allowances.set(name, created);
    return created;
  }

  private async keyWith(value: string, keys: readonly Owned[]): Promise<Owned | undefined> {
    for (const key of keys) {
      const known = this.values.get(key.physicalId) ?? this.readKey(key);
      this.values.set(key.physicalId, known);
      try {
        if ((await known) === value) return key;
      } catch {
        // Asked again with the next request.
        this.values.delete(key.physicalId);
      }
    }
    return undefined;
  }
}

function covers(plan: Owned, apiId: string, stage: string): boolean {
  return read(plan)
    .objects('ApiStages')
    .some((entry) => entry.optionalText('ApiId') === apiId && entry.optionalText('Stage') === stage);
}
