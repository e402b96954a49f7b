import { CodedError } from '@delivery/coded-error';

/** Variables by namespace and name, as `#{Namespace.Name}` finds them. */
export type Variables = ReadonlyMap<string, Readonly<Record<string, string>>>;

const reference = /#\{([^{}.]+)\.([^{}]+)\}/g;

/**
 * Replaces each `#{Namespace.Name}` in a text.
 *
 * @param where `Stage/Action`, for messages
 * @throws CodedError TAP4104 for a variable that no earlier action has set: CodePipeline fails the action that uses it
 */
export function replaceVariables(where: string, text: string, variables: Variables): string {
  return text.replace(reference, (whole, namespace: string, name: string) => {
    const found = variables.get(namespace)?.[name];
    if (found !== undefined) return found;
    const known = [...variables.keys()].join(', ') || 'none';
    const names = Object.keys(variables.get(namespace) ?? {}).join(', ');
    throw new CodedError(
      'TAP4104',
      `${where} uses the variable ${whole}, which no earlier action has set (` +
        `${variables.has(namespace) ? `${namespace} has: ${names || 'none'}` : `namespaces with variables: ${known}`}).`,
    );
  });
}
