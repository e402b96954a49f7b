import { z } from 'zod';

/** The shop's own, which its service sets; `HOST` keeps its default, all addresses, or nothing would reach the container. */
const ofTheProduct = /^(HOST|PORT|SERVICE_ENVIRONMENT|SERVICE_REVISION|MIGRATION_SECRET|DATABASE_.*)$/;

/**
 * What Fargate tells a container about itself, and credentials: those of the task's role come from its own endpoint.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
const ofThePlatform =
  /^(ECS_.*|AWS_CONTAINER_.*|AWS_EXECUTION_ENV|AWS_REGION|AWS_DEFAULT_REGION|AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN)$/;

/**
 * Bytes of all variables as JSON. A task definition takes 64 KiB
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html), and its two containers hold them both.
 */
const mostBytes = 24 * 1024;

/**
 * Values without which the shop's services don't start, by variable; unset or empty, they take their default. A service in the
 * shop's place has its own, here or none.
 */
const valuesOfTheShop: Readonly<Record<string, readonly string[]>> = {
  LOG_LEVEL: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
};

const name = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/, 'expected an upper-case name')
  .refine((text) => !ofTheProduct.test(text), 'is set by the product itself')
  .refine((text) => !ofThePlatform.test(text), 'is set by Fargate itself; credentials come from the role of the task');

/** Plain environment variables of the shop's containers, by name. */
export const containerVariables = z
  .record(
    name,
    z.string().refine((text) => !text.includes('\0'), 'no environment holds a zero byte'),
  )
  .refine(
    (all) => Buffer.byteLength(JSON.stringify(all)) <= mostBytes,
    `expected at most ${mostBytes} bytes of names and values: a task definition has no room for more`,
  )
  .superRefine((all, context) => {
    for (const [variable, values] of Object.entries(valuesOfTheShop)) {
      const value = all[variable] || undefined;
      if (value === undefined || values.includes(value)) continue;
      const message = `is none that the services start with; expected ${values.join(', ')}`;
      context.addIssue({ code: 'custom', path: [variable], message });
    }
  });
