import { CodedError } from '@delivery/coded-error';
import type { Job } from '../job';

/** Something that can be protected against deletion. */
export interface Protectable {
  /** For a person, such as `stack Prod-Data`. */
  readonly name: string;
  isProtected(): Promise<boolean>;
  protect(): Promise<void>;
}

/**
 * Switches the protection on where it is off, and looks again: only what was seen protected counts.
 *
 * @throws CodedError TAP3412 if one stays unprotected; the others are protected nevertheless
 */
export async function protectAll(all: readonly Protectable[], job: Pick<Job, 'say' | 'signal'>): Promise<void> {
  const failures: string[] = [];
  for (const one of all) {
    job.signal.throwIfAborted();
    try {
      job.say(`${one.name}: ${await protectOne(one)}.`);
    } catch (error) {
      failures.push(`${one.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (failures.length === 0 && all.length > 0) return;
  throw new CodedError(
    'TAP3412',
    `not protected against deletion: ${failures.join('; ') || 'nothing was named'}; mend the cause and retry the stage`,
  );
}

async function protectOne(one: Protectable): Promise<string> {
  if (await one.isProtected()) return 'protected against deletion before';
  await one.protect();
  if (await one.isProtected()) return 'protected against deletion now';
  throw new Error('AWS took the call, and the protection is still off');
}
