import type { AssemblyStack } from '../build/assembly';

/** Texts that a property has in the resources of a type, each once; references are none. */
export function textsOf(
  stack: AssemblyStack,
  type: string,
  property: (properties: Properties) => unknown,
): readonly string[] {
  const values = Object.values(stack.template.Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties = {} }) => property(Properties));
  return [...new Set(values.filter((value) => typeof value === 'string'))];
}

/** Properties of a resource. */
export type Properties = Readonly<Record<string, unknown>>;

/** The value of a property; dots in its name lead into objects. */
export function valueAt(properties: Properties, property: string): unknown {
  return property.split('.').reduce<unknown>((value, key) => (value as Properties | undefined)?.[key], properties);
}
