import { createHash } from 'node:crypto';
import { tagLiterals } from './tagged-literals';
import { attributesAsked, getAtt, replaceNodes, type Template, type TemplateResource } from './template';

/** Logical id and type of the resource that is added to every derived template. */
export const rosterId = 'RehearsalRoster';
export const rosterType = 'Custom::RehearsalRoster';
/**
 * How long what stands behind a stack may take, in seconds: tasks have to become healthy in it, or the circuit breaker has to
 * trip. It is the emulator's last resort; the backing has its own, shorter limits.
 */
export const rosterTimeoutSeconds = 1_800;

/** What the emulator hands over of each resource, every intrinsic function resolved. */
export interface RosterEntry {
  readonly Type: string;
  readonly PhysicalId: string;
  readonly Properties: Record<string, unknown>;
  readonly Metadata: Record<string, unknown>;
}

/**
 * The resource that depends on all others and carries each one's resolved properties to the gateway. So the gateway knows
 * what was deployed without resolving anything itself, and what stands behind the stack is started before it completes.
 *
 * @param original the template before anything was replaced in it (attributes the emulator lacks excepted)
 */
export function rosterResource(original: Template, serviceToken: string): TemplateResource {
  const answered = attributesAsked([
    original.Outputs,
    Object.values(original.Resources).map((resource) => resource.Properties),
  ]);
  const entries = Object.entries(original.Resources).map(([id, resource]) => {
    const entry = {
      Type: resource.Type,
      PhysicalId: { Ref: id },
      Properties: tagLiterals(resource.Properties ?? {}),
      Metadata: tagLiterals(withoutForeignAttributes(resource.Metadata ?? {}, answered)),
    };
    const { Condition: condition } = resource;
    return [id, condition === undefined ? entry : { 'Fn::If': [condition, entry, { Ref: 'AWS::NoValue' }] }] as const;
  });
  return {
    Type: rosterType,
    DependsOn: Object.keys(original.Resources),
    Properties: {
      ServiceToken: serviceToken,
      ServiceTimeout: rosterTimeoutSeconds,
      Resources: Object.fromEntries(entries),
      // A change of outputs alone is a change, and the emulator's change sets compare resources.
      Outputs: createHash('sha256')
        .update(JSON.stringify(original.Outputs ?? {}))
        .digest('hex'),
    },
  };
}

/**
 * Metadata isn't resolved in the ordinary way of a deployment, so an attribute that stands only there may be one that the
 * emulator can't answer. It must not make a deployment fail that works without the roster: its name is written instead.
 */
function withoutForeignAttributes(metadata: unknown, answered: ReadonlyMap<string, ReadonlySet<string>>): unknown {
  return replaceNodes(metadata, (node) => {
    const asked = getAtt(node);
    if (asked === undefined || answered.get(asked.id)?.has(asked.attribute)) return undefined;
    return `unresolved:${asked.id}.${asked.attribute}`;
  });
}
