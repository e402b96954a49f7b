import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import type { Executor } from '../engine/executor';
import type { SourceConfiguration } from '../model/action-configuration';
import type { ExecutorContext, Revision } from './executor-context';
import { runGit } from './process/run-git';
import { type ProgramResult, runProgram } from './process/run-program';

/** Milliseconds for unpacking a commit, generous. */
const timeLimitMs = 120_000;

/** Puts the tree of the rehearsed commit into the output artifact, in place of what a repository or bucket would have sent. */
export function sourceExecutor(context: Pick<ExecutorContext, 'revision' | 'machine'>): Executor<SourceConfiguration> {
  return async ({ action, configuration, where, output, signal }) => {
    const { revision, machine } = context;
    const folder = revision.repository;
    const must = (name: string, { status, output: said }: ProgramResult): void => {
      if (status !== 0) throw new CodedError('TAP4202', `${where}: ${name} ended with ${status}: ${said}`);
    };
    for (const artifact of action.outputs) {
      const tree = await output(artifact);
      const archive = join(tree, '..', `${artifact}.tar`);
      const pack = ['archive', '--format=tar', '-o', archive, treeOf(revision)];
      must('git archive', await runGit({ folder, args: pack, signal, path: machine.path }));
      const unpack = ['-xf', archive, '-C', tree];
      const env = { PATH: machine.path, LANG: 'C.UTF-8' };
      must('tar', await runProgram({ program: 'tar', args: unpack, cwd: folder, env, signal, timeLimitMs }));
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

/** What git calls the tree of a commit, or of a folder in it. */
function treeOf({ commit, root }: Revision): string {
  return root === undefined ? commit : `${commit}:${root}`;
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
      : { RepositoryName: repositoryName(configuration), CommitterDate: revision.authorDate }),
  };
}

/** GitHub's action says the name without its owner. */
function repositoryName({ from, location }: SourceConfiguration): string {
  return from === 'github' ? (location.split('/').at(-1) ?? location) : location;
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
