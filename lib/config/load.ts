import { inspect } from 'node:util';
import { CodedError } from '@delivery/coded-error';
import type { z } from 'zod';
import { checkConfiguration } from './checks';
import { deliveryData } from './environments';
import { applyOverrides } from './overrides';
import { withRunbooks } from './runbooks';
import { type DeliveryConfiguration, deliverySchema } from './schema';
import { shortened } from './shortened';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The configuration of this repository: `environments.ts` with the overrides of the environment variables.
 *
 * @throws CodedError TAP1001, TAP1003, TAP1004 and those of `checkConfiguration`, naming the value, what was received and what is allowed
 */
export function loadConfiguration(env: Variables = process.env): DeliveryConfiguration {
  return parseConfiguration(deliveryData, env);
}

/**
 * Parses, checks and freezes a configuration.
 *
 * @param data what a team wrote down; unknown keys are refused
 * @param env environment variables that may hold overrides
 * @throws CodedError TAP1001, TAP1003, TAP1004 and those of `checkConfiguration`
 */
export function parseConfiguration(data: unknown, env: Variables): DeliveryConfiguration {
  const written = parse(data);
  const configuration = parse({ ...written, environments: applyOverrides(written.environments, env) });
  checkConfiguration(configuration);
  return freeze(configuration);
}

function parse(data: unknown): DeliveryConfiguration {
  const result = deliverySchema.safeParse(data);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => describe(issue, data));
    throw new CodedError('TAP1001', `the configuration is not valid:\n${problems.join('\n')}`);
  }
  return withRunbooks(result.data);
}

/** Where, what was received, what is allowed. */
function describe(issue: z.core.$ZodIssue, data: unknown): string {
  let received: unknown = data;
  let where = '';
  for (const key of issue.path) {
    received = (received as Record<PropertyKey, unknown>)[key];
    where += typeof key === 'number' ? `[${key}]` : `.${String(key)}`;
  }
  const place = where.replace(/^\./, '');
  // A name that is not allowed is itself what was received; its rule stands one level further down.
  if (issue.code === 'invalid_key') {
    return `  ${place}: received the name ${shown(issue.path.at(-1))}; ${issue.issues.map(({ message }) => message).join('; ')}`;
  }
  return `  ${place}: received ${shown(received)}; ${issue.message}`;
}

/** In one line, whatever it is; strings as they are written, long ones cut. */
function shown(value: unknown): string {
  return shortened(
    typeof value === 'string' ? JSON.stringify(value) : inspect(value, { breakLength: Infinity, depth: 1 }),
  );
}

function freeze<T extends object>(value: T): T {
  for (const child of Object.values(value)) {
    if (typeof child === 'object') {
      freeze(child);
    }
  }
  return Object.freeze(value);
}
