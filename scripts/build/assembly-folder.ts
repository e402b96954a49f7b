import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';

/** The file that the CDK writes into every assembly, after everything else: by it a folder is known for one. */
const mark = 'cdk.out';

/** What the CDK's command line leaves in the folder of a synth that was ended from outside. */
const lock = 'synth.lock';

/**
 * Makes room for an assembly: one of before must not be taken for this one's. The folder is marked at once, so that a synth that
 * stops or is ended halfway is in nobody's way.
 *
 * @throws CodedError TAP2007 if what is there is no assembly, not even half of one
 */
export function prepareAssemblyFolder(folder: string): void {
  const there = existsSync(folder) ? readdirSync(folder) : [];
  if (there.length > 0 && !there.includes(mark) && !there.includes(lock)) {
    throw new CodedError(
      'TAP2007',
      `${folder} holds something that is no cloud assembly, and nothing was removed; empty it if nobody needs it, or name a new or empty folder by --output`,
    );
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, mark), '{}\n');
}
