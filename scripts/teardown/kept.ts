import { type DeployedTemplate, fateOf } from './deployed-template';
import type { HeldResource, LivingStack } from './living-stacks';

/** What outlives a stack. */
export interface Kept {
  readonly stack: string;
  readonly region: string;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly fate: 'stays' | 'leaves a snapshot';
  /** Whether its stack is gone. */
  readonly left: boolean;
  /** When its stack was deleted, where CloudFormation says so. */
  readonly since?: Date;
}

/** What would outlive the stacks that exist, as their own templates say. */
export function keptOf(stacks: readonly LivingStack[]): readonly Kept[] {
  return stacks.flatMap(({ name, region, template, resources }) =>
    keptIn(template, resources).map((kept) => ({ stack: name, region, left: false, ...kept })),
  );
}

/** Those of the resources that outlive their stack. */
export function keptIn(
  template: DeployedTemplate,
  resources: readonly HeldResource[],
): readonly Omit<Kept, 'stack' | 'region' | 'left'>[] {
  return resources.flatMap((resource) => {
    const defined = template.Resources[resource.logicalId];
    const fate = defined === undefined ? 'goes' : fateOf(defined);
    return fate === 'goes' ? [] : [{ ...resource, fate }];
  });
}
