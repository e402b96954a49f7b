import { type AssemblyStack, accountOfCredentials } from './assembly';

/**
 * A value of a template with every intrinsic function in it turned into text: what is known at synth as it will be, and a
 * placeholder, `{{Dev-Data.Cluster}}` or `{{Dev-Data.Cluster.Arn}}`, for what the deployment decides. Values that are the same
 * once deployed have the same placeholder, across stacks too.
 *
 * @param stacks those that the stack may import from
 */
export function deployedText(value: unknown, stack: AssemblyStack, stacks: readonly AssemblyStack[]): unknown {
  if (Array.isArray(value)) return value.map((item) => deployedText(item, stack, stacks));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (entries.length !== 1 || name === undefined || !(name === 'Ref' || name.startsWith('Fn::'))) {
    return Object.fromEntries(entries.map(([key, item]) => [key, deployedText(item, stack, stacks)]));
  }
  switch (name) {
    case 'Ref':
      return pseudoParameter(String(argument), stack) ?? placeholder(`${stack.name}.${argument}`);
    case 'Fn::GetAtt':
      return placeholder(`${stack.name}.${[argument].flat().join('.')}`);
    case 'Fn::ImportValue':
      return exported(String(argument), stacks) ?? placeholder(String(argument));
    case 'Fn::Join': {
      const [delimiter, parts] = argument as [string, unknown];
      const joined = deployedText(parts, stack, stacks);
      if (Array.isArray(joined) && !JSON.stringify(parts).includes('"Fn::Select"')) return joined.join(delimiter);
    }
  }
  return placeholder(`${stack.name} ${JSON.stringify(value)}`);
}

function pseudoParameter(name: string, { account, region }: AssemblyStack): string | undefined {
  if (name === 'AWS::Region') return region;
  if (name === 'AWS::AccountId' && account !== accountOfCredentials) return account;
  return name.startsWith('AWS::') ? placeholder(name) : undefined;
}

function exported(name: string, stacks: readonly AssemblyStack[]): unknown {
  for (const stack of stacks) {
    const output = Object.values(stack.template.Outputs ?? {}).find(({ Export }) => Export?.Name === name);
    if (output) return deployedText(output.Value, stack, stacks);
  }
  return undefined;
}

/** Braces within would end it too early. */
function placeholder(reference: string): string {
  return `{{${reference.replaceAll('{', '(').replaceAll('}', ')')}}}`;
}
