import type { LivingStack } from '../../../scripts/teardown/living-stacks';

/** A stack that is at rest and holds nothing, with what a test says of it. */
export function livingStack(name: string, more: Partial<LivingStack> = {}): LivingStack {
  const region = more.region ?? 'eu-west-1';
  return {
    id: `arn:aws:cloudformation:${region}:222222222222:stack/${name}/1`,
    name,
    region,
    status: 'CREATE_COMPLETE',
    terminationProtection: false,
    exports: [],
    template: { Resources: {} },
    resources: [],
    ...more,
  };
}
