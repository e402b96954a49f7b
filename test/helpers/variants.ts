import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DeliveryConfiguration, deliveryData, parseConfiguration } from '../../lib/config';
import { europeData } from '../config/europe';

/** The configurations that all template tests are made with: the repository's own, and one in Europe with accounts of its own. */
export const VARIANTS = { default: deliveryData, europe: europeData } as const;

export type Variant = keyof typeof VARIANTS;

/** The parsed configuration of a variant: where tests read expected values from. */
export function configurationOf(variant: Variant = 'default'): DeliveryConfiguration {
  return parseConfiguration(VARIANTS[variant], {});
}

/** The context of cdk.json, which `new App()` does not read by itself. */
export function cdkContext(): Record<string, unknown> {
  const file = join(__dirname, '..', '..', 'cdk.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { context: Record<string, unknown> }).context;
}
