import { CodedError } from '@delivery/coded-error';
import { isRecord } from '../../base/record';
import { parseYamlTemplate } from './yaml-template';

/** A CloudFormation resource as a template writes it. */
export interface TemplateResource {
  Type: string;
  Properties?: Record<string, unknown>;
  Metadata?: Record<string, unknown>;
  Condition?: string;
  DependsOn?: string | string[];
  [attribute: string]: unknown;
}

/** A CloudFormation template, as far as the rehearsal looks at it. */
export interface Template {
  Resources: Record<string, TemplateResource>;
  Outputs?: Record<string, unknown>;
  Metadata?: Record<string, unknown>;
  Transform?: unknown;
  [section: string]: unknown;
}

/**
 * Reads a template, JSON or YAML.
 *
 * @throws TAP4305 if it is neither, or has no resources
 */
export function parseTemplate(text: string): Template {
  let value: unknown;
  try {
    value = text.trimStart().startsWith('{') ? JSON.parse(text) : parseYamlTemplate(text);
  } catch (error) {
    throw new CodedError('TAP4305', `the template is neither JSON nor YAML: ${(error as Error).message}`);
  }
  if (!isRecord(value) || !isRecord(value.Resources)) {
    throw new CodedError('TAP4305', 'the template has no section "Resources"');
  }
  for (const [id, resource] of Object.entries(value.Resources)) {
    if (!isRecord(resource) || typeof resource.Type !== 'string') {
      throw new CodedError('TAP4305', `the template's resource "${id}" has no type`);
    }
  }
  return value as unknown as Template;
}

/** Every attribute that the template asks of each resource, by `Fn::GetAtt` and `Fn::Sub`. */
export function attributesAsked(value: unknown, into = new Map<string, Set<string>>()): Map<string, Set<string>> {
  const ask = (id: string, attribute: string): void => {
    const asked = into.get(id) ?? new Set();
    into.set(id, asked.add(attribute));
  };
  if (Array.isArray(value)) {
    for (const member of value) attributesAsked(member, into);
  } else if (isRecord(value)) {
    const reference = getAtt(value);
    if (reference !== undefined) ask(reference.id, reference.attribute);
    const sub = value['Fn::Sub'];
    const text = Array.isArray(sub) ? sub[0] : sub;
    if (typeof text === 'string') {
      for (const [, id = '', attribute = ''] of text.matchAll(/\$\{([A-Za-z0-9]+)\.([A-Za-z0-9.]+)\}/g))
        ask(id, attribute);
    }
    for (const member of Object.values(value)) attributesAsked(member, into);
  }
  return into;
}

/** What a `Fn::GetAtt` node asks for, in both of its spellings; undefined for any other value. */
export function getAtt(
  value: Record<string, unknown>,
): { readonly id: string; readonly attribute: string } | undefined {
  if (Object.keys(value).length !== 1) return undefined;
  const argument = value['Fn::GetAtt'];
  const parts = typeof argument === 'string' ? argument.split('.') : argument;
  if (!Array.isArray(parts)) return undefined;
  const [id, ...attribute] = parts as unknown[];
  return typeof id === 'string' ? { id, attribute: attribute.join('.') } : undefined;
}

/** The value with every `Fn::GetAtt`, `Fn::GetStackOutput` or other node replaced for which `change` answers something. */
export function replaceNodes(value: unknown, change: (node: Record<string, unknown>) => unknown): unknown {
  if (Array.isArray(value)) return value.map((member) => replaceNodes(member, change));
  if (!isRecord(value)) return value;
  const changed = change(value);
  if (changed !== undefined) return changed;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replaceNodes(member, change)]));
}
