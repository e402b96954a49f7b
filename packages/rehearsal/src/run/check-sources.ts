import { exitCodes, RunError } from '../command/run-error';
import { type RepositorySource, untoldSources } from '../model/source-repositories';
import type { SynthesizedPipeline } from './assembly';

/** Keys of a source action's configuration that say which repository or object it reads, not which branch of it. */
const repositoryKeys = ['FullRepositoryId', 'Owner', 'Repo', 'RepositoryName', 'S3Bucket', 'S3ObjectKey'];

/**
 * Looks whether it is known of every source whose files it has.
 *
 * @param given names of source actions that `--source` gives a folder
 * @throws RunError TAP4086 if several repositories are left that might be the rehearsed one, or a name is none of a source action
 */
export function checkSources(given: readonly string[], pipeline: Pick<SynthesizedPipeline, 'stages'>): void {
  const sources = sourcesOf(pipeline);
  const names = sources.map(({ name }) => name);
  const nowhere = given.find((name) => !names.includes(name));
  if (nowhere !== undefined) {
    throw refused(`--source ${nowhere}: the pipeline has no such source action; it has ${names.join(', ')}.`);
  }
  const untold = untoldSources(sources, given);
  if (untold.length > 1) {
    const all = untold.map(({ name, repository }) => `${name} (${repository})`).join(', ');
    throw refused(
      `The pipeline reads several repositories, ${all}, and one of them is rehearsed; say for each other one which folder has it, by --source NAME=FOLDER, where NAME is that of the action.`,
    );
  }
  if (untold.length === 0 && sources.length > 0) {
    throw refused(`--source gives every source a folder, so that none is left to be rehearsed; leave out that one.`);
  }
}

function sourcesOf({ stages }: Pick<SynthesizedPipeline, 'stages'>): readonly RepositorySource[] {
  return stages.flatMap(({ actions }) =>
    actions
      .filter(({ kind }) => kind.startsWith('Source/'))
      .map(({ name, provider, configuration }) => ({
        name,
        repository: [provider, ...repositoryKeys.flatMap((key) => textOf(configuration[key]))].join(' '),
      })),
  );
}

/** What is put together of parts is the same where its parts are. */
function textOf(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}

function refused(message: string): RunError {
  return new RunError('TAP4086', exitCodes.wrongUse, message);
}
