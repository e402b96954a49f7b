import { CodedError } from '@delivery/coded-error';
import { z } from 'zod';

const stackPlaces = z.array(z.strictObject({ name: z.string().min(1), region: z.string().min(1) }));

/** What is protected against deletion once it stands. */
export interface ProtectionSettings {
  readonly environment: string;
  /** Region of database and load balancer. */
  readonly region: string;
  /** Role in the environment's account. */
  readonly roleArn: string;
  readonly execution: string;
  /** None where only the database is protected. */
  readonly stacks: readonly { readonly name: string; readonly region: string }[];
  /** Identifier of the Aurora cluster. */
  readonly cluster: string;
  readonly loadBalancerArn?: string;
}

/** @throws CodedError TAP3411 if the job's variables don't say what is to be protected */
export function readSettings(variables: Readonly<Record<string, string | undefined>>): ProtectionSettings {
  const read = (name: string): string => {
    const value = variables[name];
    if (value) return value;
    throw new CodedError('TAP3411', `${name}: received nothing; lib/pipeline/protection-step.ts sets it`);
  };
  const stacks = parsed(read('STACKS'));
  return {
    environment: read('ENVIRONMENT'),
    region: read('ENVIRONMENT_REGION'),
    roleArn: read('PROTECTION_ROLE_ARN'),
    execution: read('EXECUTION'),
    stacks,
    cluster: read('DATABASE_CLUSTER'),
    // Where the stacks are protected, the load balancer is.
    loadBalancerArn: stacks.length > 0 ? read('LOAD_BALANCER_ARN') : undefined,
  };
}

function parsed(text: string): ProtectionSettings['stacks'] {
  try {
    return stackPlaces.parse(JSON.parse(text));
  } catch (error) {
    throw new CodedError(
      'TAP3411',
      `STACKS: received ${text}; allowed is a list of { name, region } as JSON (lib/pipeline/protection-step.ts): ${String(error)}`,
    );
  }
}
