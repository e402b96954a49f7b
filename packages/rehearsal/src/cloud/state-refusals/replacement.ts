import { awsSpecification } from '../base/specification';
import type { ResourceChange } from './change';
import { sameMembers, sameValue } from './same-value';

/** How an update replaces a resource. */
export interface Replacement {
  /** Create-only properties that change. */
  readonly certain: readonly string[];
  /**
   * Properties by which AWS may replace it: conditionally create-only ones, a list in another order, a default that is written or
   * left out.
   */
  readonly possible: readonly string[];
  /** The type's data would go, or stay behind, with the old resource. */
  readonly stateful: boolean;
  /** Every property of the type is create-only, so that each change is a replacement, such as a task definition's. */
  readonly always: boolean;
}

/**
 * By which properties an update replaces a resource, by AWS's specification; undefined for a type that it does not have. Nested
 * properties count with the one that they lie in.
 */
export async function replacementBy({ type, before, after }: ResourceChange): Promise<Replacement | undefined> {
  const [resource] = (await awsSpecification()).lookup('resource', 'cloudFormationType', 'equals', type);
  if (resource === undefined) return undefined;
  const certain: string[] = [];
  const possible: string[] = [];
  const properties = Object.entries(resource.properties);
  for (const [name, { causesReplacement = 'no', defaultValue }] of properties) {
    const [was, is] = [before[name], after[name]];
    if (causesReplacement === 'no' || sameValue(was, is)) continue;
    const byDefault = defaultValue !== undefined && sameValue(was ?? parsed(defaultValue), is ?? parsed(defaultValue));
    if (causesReplacement === 'maybe' || byDefault || sameMembers(was, is)) possible.push(name);
    else certain.push(name);
  }
  return {
    certain,
    possible,
    stateful: resource.isStateful === true,
    always: properties.every(([name, { causesReplacement }]) => name === 'Tags' || causesReplacement === 'yes'),
  };
}

/** The specification writes defaults as JSON. */
function parsed(defaultValue: string): unknown {
  try {
    return JSON.parse(defaultValue);
  } catch {
    return defaultValue;
  }
}
