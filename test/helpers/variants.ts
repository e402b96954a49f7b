import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DeliveryConfiguration, type DeliveryData, parseConfiguration } from '../../lib/config';
import { europeData } from '../fixtures/europe';
import { shippedData } from '../fixtures/shipped';

/** What the app is made from: the data of a configuration, and the environment variables of the machine. */
export interface Input {
  readonly data: DeliveryData;
  readonly env: Readonly<Record<string, string>>;
}

const [first] = europeData.environments;
const prefix = `TAP_${first?.name.toUpperCase()}`;

/** Overrides that somebody deployed PipelineStack of the European variant with. */
export const overrides: Readonly<Record<string, string>> = {
  [`${prefix}_CONTAINERS_MAX_TASKS`]: '20',
  [`${prefix}_DATABASE_MAX_CAPACITY_ACU`]: '32',
};

/** What else a laptop has in its environment, and must not come into a template. */
export const ofALaptop = {
  HOME: '/home/someone',
  AWS_REGION: 'eu-north-1',
  CDK_DEFAULT_ACCOUNT: '999999999999',
} as const;

/**
 * The configurations that all template tests are made with, whatever the team configured: the shipped example, and one in Europe with accounts of its own,
 * from a laptop with overrides.
 */
export const variantInputs = {
  default: { data: shippedData, env: {} },
  europe: { data: europeData, env: { ...overrides, ...ofALaptop } },
} as const satisfies Record<string, Input>;

export type Variant = keyof typeof variantInputs;

export const variants = Object.keys(variantInputs) as readonly Variant[];

/** The parsed configuration of a variant: where tests read expected values from. */
export function configurationOf(variant: Variant = 'default'): DeliveryConfiguration {
  const { data, env } = variantInputs[variant];
  return parseConfiguration(data, env);
}

/** The context of cdk.json, which `new App()` does not read by itself. */
export function cdkContext(): Record<string, unknown> {
  const file = join(__dirname, '..', '..', 'cdk.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { context: Record<string, unknown> }).context;
}
