import { CodedError } from '@delivery/coded-error';
import { nearest } from '@delivery/coded-error/nearest';
import type { EnvironmentConfiguration } from './schema';

/**
 * Environment variables `TAP_<ENVIRONMENT>_<FIELD>`, such as `TAP_DEV_DATABASE_MAX_CAPACITY_ACU=4`, override the
 * database and container settings of one environment, and nothing else: topology and gates change by commit alone.
 */
const prefix = 'TAP_';
const sections = ['database', 'containers'] as const;

type Section = (typeof sections)[number];
type Scalar = string | number | boolean;
type Variables = Readonly<Record<string, string | undefined>>;

interface Field {
  readonly environment: number;
  readonly section: Section;
  readonly field: string;
  readonly current: Scalar;
}

/**
 * The overrides in force, by variable. PipelineStack writes them into the synth project's environment, or they would
 * vanish at the first self-mutation.
 */
export function overridesInForce(variables: Variables): Readonly<Record<string, string>> {
  const names = Object.keys(variables).filter((name) => name.startsWith(prefix));
  return Object.fromEntries(names.sort().map((name) => [name, String(variables[name])]));
}

/** Those of one environment. */
export function overridesOf(
  environment: string,
  overrides: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(overrides).filter(([name]) => name.startsWith(prefixOf(environment))));
}

/**
 * The environments with the overrides applied, to be parsed again.
 *
 * @throws CodedError TAP1003 if a variable matches no setting, TAP1004 if its value is of another type
 */
export function applyOverrides(
  environments: readonly EnvironmentConfiguration[],
  variables: Variables,
): readonly unknown[] {
  const fields = overridableFields(environments);
  const result = structuredClone(environments) as unknown as Record<Section, Record<string, Scalar>>[];
  for (const [name, text] of Object.entries(overridesInForce(variables))) {
    const match = fields.get(name);
    if (!match) {
      throw new CodedError(
        'TAP1003',
        `environment variable ${name}: matches no setting; did you mean ${nearest(name, [...fields.keys()])}? Allowed are the database and container settings of an environment, as TAP_<ENVIRONMENT>_<SECTION>_<FIELD>`,
      );
    }
    for (const [index, environment] of result.entries()) {
      if (index === match.environment) {
        environment[match.section][match.field] = read(name, text, match.current);
      }
    }
  }
  return result;
}

function overridableFields(environments: readonly EnvironmentConfiguration[]): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  for (const [index, environment] of environments.entries()) {
    for (const section of sections) {
      for (const [field, current] of Object.entries(environment[section])) {
        if (typeof current !== 'object') {
          const name = `${prefixOf(environment.name)}${section.toUpperCase()}_${screaming(field)}`;
          fields.set(name, { environment: index, section, field, current });
        }
      }
    }
  }
  return fields;
}

/** Such as `TAP_DEV_`. */
function prefixOf(environment: string): string {
  return `${prefix}${environment.toUpperCase()}_`;
}

/** `maxCapacityAcu` becomes `MAX_CAPACITY_ACU`, `memoryMiB` becomes `MEMORY_MIB`. */
function screaming(field: string): string {
  return field
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .replace(/_MI_B$/, '_MIB');
}

/** Reads the text as the type that the setting has now. */
function read(name: string, text: string, current: Scalar): Scalar {
  if (typeof current === 'string') {
    return text;
  }
  if (typeof current === 'boolean') {
    if (text !== 'true' && text !== 'false') {
      throw new CodedError('TAP1004', `environment variable ${name}: received "${text}", allowed are true and false`);
    }
    return text === 'true';
  }
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) {
    throw new CodedError('TAP1004', `environment variable ${name}: received "${text}", allowed is a number`);
  }
  return number;
}
