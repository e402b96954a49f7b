import { CodedError } from '@delivery/coded-error';
import { z } from 'zod';
import type { StackPlace } from './stack-record';

const stackPlaces = z
  .array(
    z.strictObject({
      name: z.string().min(1),
      region: z.string().min(1),
      roleArn: z.string().startsWith('arn:'),
      path: z.string().min(1),
    }),
  )
  .min(1);

export interface FailedCreationsSettings {
  /** Name of the environment, for example `Dev`. */
  readonly environment: string;
  /** What the environment's names begin with, for example `tap-dev`. */
  readonly namePrefix: string;
  /** Id of the pipeline's execution. */
  readonly execution: string;
  /** Its stacks, in the order in which they are deployed. */
  readonly stacks: readonly StackPlace[];
}

/** @throws CodedError TAP3401 if the job's variables don't say which environment and which stacks */
export function readSettings(variables: Readonly<Record<string, string | undefined>>): FailedCreationsSettings {
  const read = (name: string): string => {
    const value = variables[name];
    if (value) return value;
    throw new CodedError('TAP3401', `${name}: received nothing; lib/pipeline/failed-creations-step.ts sets it`);
  };
  return {
    environment: read('ENVIRONMENT'),
    namePrefix: read('NAME_PREFIX'),
    execution: read('EXECUTION'),
    stacks: parsed(read('STACKS')),
  };
}

function parsed(text: string): readonly StackPlace[] {
  try {
    return stackPlaces.parse(JSON.parse(text));
  } catch (error) {
    throw new CodedError(
      'TAP3401',
      `STACKS: received ${text}; allowed is a list of { name, region, roleArn, path } as JSON (lib/pipeline/failed-creations-step.ts): ${String(error)}`,
    );
  }
}
