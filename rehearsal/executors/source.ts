import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../lib/errors';
import type { Executor } from '../engine/executor';
import type { SourceConfiguration } from '../model/action-configuration';
import type { ExecutorContext, Revision } from './executor-context';
import { runProgram } from './process/run-program';

/** Milliseconds for unpacking a commit, generous. */
const timeLimitMs = 120_000;

/** Puts the tree of the rehearsed commit into the output artifact, in place of what a repository or bucket would have sent. */
export function sourceExecutor(context: Pick<ExecutorContext, 'revision' | 'machine'>): Executor<SourceConfiguration> {
  return async ({ action, configuration, where, output, signal }) => {
    const { revision, machine } = context;
    const env = { PATH: machine.path, LANG: 'C.UTF-8', GIT_CONFIG_NOSYSTEM: '1', HOME: '/nonexistent' };
    const program = async (name: string, args: readonly string[]): Promise<void> => {
      const { status, output: said } = await runProgram({
        program: name,
        args,
        cwd: revision.repository,
        env,
        signal,
        timeLimitMs,
      });
      if (status !== 0) throw new CodedError('TAP4202', `${where}: ${name} ${args[0]} ended with ${status}: ${said}`);
    };
    for (const artifact of action.outputs) {
      const folder = await output(artifact);
      const archive = join(folder, '..', `${artifact}.tar`);
      await program('git', ['archive', '--format=tar', '-o', archive, revision.commit]);
      await program('tar', ['-xf', archive, '-C', folder]);
      await rm(archive);
    }
    const { from, location, reference } = configuration;
    return {
      verdict: 'pass',
      differences: [
        {
          onAws: `fetches ${reference} of ${location} (${action.provider})`,
          here: `takes commit ${revision.commit} of the local repository`,
        },
      ],
      variables: from === 's3' ? objectVariables(configuration, revision) : commitVariables(configuration, revision),
    };
  };
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html */
function commitVariables(configuration: SourceConfiguration, revision: Revision): Record<string, string> {
  return {
    AuthorDate: revision.authorDate,
    BranchName: configuration.reference,
    CommitId: revision.commit,
    CommitMessage: revision.subject,
    ...(configuration.from === 'connection'
      ? { FullRepositoryName: configuration.location, ConnectionArn: configuration.connectionArn ?? '' }
      : { RepositoryName: configuration.location, CommitterDate: revision.authorDate }),
  };
}

/** An object's version knows no commit; the commit's id takes its place. */
function objectVariables(configuration: SourceConfiguration, revision: Revision): Record<string, string> {
  return {
    BucketName: configuration.location,
    ObjectKey: configuration.reference,
    VersionId: revision.commit,
    ETag: revision.commit,
  };
}
