import { join } from 'node:path';
import type { Revision } from '../executors/executor-context';
import { Repository } from './repository';
import type { CommitContext } from './run-context';

/**
 * Clones what further source actions read: the newest commit of each repository that was given.
 *
 * @returns by the names under which they were given
 * @throws RunError TAP4041 if a folder isn't the root of a git repository, TAP4042 if it has no commits
 */
export async function takeSources({
  options,
  workDir,
  signal,
}: Pick<CommitContext, 'options' | 'workDir' | 'signal'>): Promise<ReadonlyMap<string, Revision>> {
  const taken = new Map<string, Revision>();
  for (const [name, folder] of Object.entries(options.sources ?? {})) {
    const repository = await Repository.open(folder, signal);
    taken.set(name, await repository.clone(await repository.resolve('HEAD'), join(workDir, 'sources', name)));
  }
  return taken;
}
