import { CodedError } from '@delivery/coded-error';
import { z } from 'zod';
import type { DeployedProject } from '../../cloud/base/contracts';
import type { BuildSpec } from '../../model/build-spec';
import { replaceVariables, type Variables } from '../../model/variables';

/** Fetches values that a build names instead of holding them. */
export interface ValueStore {
  /** @param reference `secret-id`, or `secret-id:json-key:version-stage:version-id` as CodeBuild writes it */
  secret(reference: string): Promise<string>;
  /** @param name name or ARN of the parameter */
  parameter(name: string): Promise<string>;
}

export interface DeclaredVariables {
  readonly values: Readonly<Record<string, string>>;
  /** Values that must not appear in any output. */
  readonly secrets: readonly string[];
}

const overrides = z.array(
  z.object({
    name: z.string().min(1),
    value: z.string(),
    type: z.enum(['PLAINTEXT', 'PARAMETER_STORE', 'SECRETS_MANAGER']).default('PLAINTEXT'),
  }),
);

/**
 * The variables that a build declares: the action's variables win over the project's, those over the build
 * specification's.
 *
 * @throws CodedError TAP4104 for a variable of the pipeline that is not set, TAP4112 for a list that CodeBuild would refuse;
 * whatever the store throws
 */
export async function declaredVariables(
  where: string,
  spec: BuildSpec,
  project: DeployedProject,
  actionVariables: string,
  variables: Variables,
  store: ValueStore,
): Promise<DeclaredVariables> {
  const ofKind = (type: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, value]) => ({ name, value, type }));
  const declared = [
    ...ofKind('PLAINTEXT', spec.variables),
    ...ofKind('PARAMETER_STORE', spec.parameterStore),
    ...ofKind('SECRETS_MANAGER', spec.secretsManager),
    ...project.variables,
    ...readOverrides(where, actionVariables).map((variable) => ({
      ...variable,
      value: replaceVariables(where, variable.value, variables),
    })),
  ];
  const winners = new Map(declared.map((variable) => [variable.name, variable]));
  const values: Record<string, string> = {};
  const secrets: string[] = [];
  for (const { name, value, type } of winners.values()) {
    values[name] = await resolve(type, value, store);
    if (type !== 'PLAINTEXT') secrets.push(values[name]);
  }
  return { values, secrets };
}

function readOverrides(where: string, text: string): z.infer<typeof overrides> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CodedError('TAP4112', `${where}: EnvironmentVariables is not JSON: ${String(error)}`, { cause: error });
  }
  const result = overrides.safeParse(value);
  if (result.success) return result.data;
  throw new CodedError('TAP4112', `${where}: EnvironmentVariables does not fit: ${z.prettifyError(result.error)}`);
}

async function resolve(type: string, value: string, store: ValueStore): Promise<string> {
  if (type === 'SECRETS_MANAGER') return store.secret(value);
  if (type === 'PARAMETER_STORE') return store.parameter(value);
  return value;
}
