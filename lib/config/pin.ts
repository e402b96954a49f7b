import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { z } from 'zod';
import { shortened } from './shortened';

/**
 * What the first deployment fixed, in a file that is committed: the values that can't change any more, and the logical ids of what
 * holds data. `npm run pin` writes it; until then nothing is refused.
 */

/** Resources that hold data, by logical id, with their types. */
const holdings = z.record(z.string(), z.string());

/** By place within the environment or the pipeline, such as `network.cidr`. */
const values = z.record(z.string(), z.json());

const pinned = z.strictObject({
  values,
  /** By name, each with what holds data in it. */
  stacks: z.record(z.string(), holdings),
});

const removed = z.strictObject({
  /** An environment, a stack such as `Dev-Mail`, or a resource such as `Dev-Data/Cluster`. */
  name: z.string(),
  /** What stands in its place. @default - nothing */
  became: z.string().optional(),
  /** Stacks that stay deployed until somebody takes them down; of a resource the one that it was in. */
  stacks: z.array(z.string()),
  /** Of an environment those that it had: where it is, and what may still have its addresses. */
  values: values.optional(),
});

const pinSchema = z.strictObject({
  version: z.literal(1),
  application: z.string(),
  pipeline: pinned,
  environments: z.record(z.string(), pinned),
  removed: z.array(removed),
});

export type Pin = z.output<typeof pinSchema>;
/** Of the pipeline or of one environment. */
export type Pinned = Pin['environments'][string];
export type PinnedValue = Pinned['values'][string];
export type Removed = Pin['removed'][number];

/** The file's name in the repository, for messages. */
export const pinName = 'lib/config/pinned.json';
export const pinFile = join(__dirname, 'pinned.json');

/**
 * What is pinned; nothing before the first `npm run pin`.
 *
 * @throws CodedError TAP1092 if the file is damaged or of a version that is not known
 */
export function readPin(file = pinFile): Pin | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    refuse(`${text.length} characters that are no JSON`);
  }
  const version = (data as { readonly version?: unknown } | null)?.version;
  if (typeof version === 'number' && version !== 1)
    refuse(`version ${version}, and 1 is the only one that is known here`);
  const { data: pin, error } = pinSchema.safeParse(data);
  if (error === undefined) return pin;
  const [issue] = error.issues;
  return refuse(shortened(`${issue?.path.join('.') || 'the whole'}: ${issue?.message}`));
}

function refuse(received: string): never {
  throw new CodedError(
    'TAP1092',
    `${pinName}: received ${received}; allowed is what npm run pin writes: take the file back from git, it says what is deployed`,
  );
}
