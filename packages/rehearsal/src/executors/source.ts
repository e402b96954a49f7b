import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import type { ActionRun, Executor } from '../engine/executor';
import type { SourceConfiguration } from '../model/action-configuration';
import type { Action } from '../model/pipeline';
import { givenSources, type RepositorySource, untoldSources } from '../model/source-repositories';
import type { ExecutorContext, Revision } from './executor-context';
import { runGit } from './process/run-git';
import { type ProgramResult, runProgram } from './process/run-program';
import { putSourceObject, type SourceObject } from './source-object';

/** Milliseconds for unpacking a commit, generous. */
const timeLimitMs = 120_000;

type SourceContext = Pick<ExecutorContext, 'revision' | 'sources' | 'machine' | 'cloud' | 'sourceVersions'>;
type SourceRun = ActionRun<SourceConfiguration>;

/**
 * Puts the tree of the rehearsed commit into the output artifact, in place of what a repository or bucket would have sent; of a
 * further repository that of its own commit.
 */
export function sourceExecutor(all: SourceContext): Executor<SourceConfiguration> {
  return async (run) => {
    const revision = revisionOf(all, run);
    const context = { ...all, revision };
    for (const artifact of run.action.outputs) await unpack(context, run, await run.output(artifact), artifact);
    const { from, location, reference } = run.configuration;
    const object = from === 's3' ? await objectOf(context, run) : undefined;
    const version = object?.variables.VersionId ?? revision.commit;
    for (const artifact of run.action.outputs) context.sourceVersions.put(run.execution, artifact, version);
    return {
      verdict: 'pass',
      differences: [
        {
          onAws: `fetches ${reference} of ${location} (${run.action.provider})`,
          here: `takes commit ${revision.commit} of the local repository`,
        },
        ...(object?.differences ?? []),
      ],
      variables: object?.variables ?? commitVariables(run.configuration, revision),
    };
  };
}

/** @throws CodedError TAP4219 if nobody knows whose files the action gets */
function revisionOf({ revision, sources }: SourceContext, { pipeline, action, where }: SourceRun): Revision {
  const actions = pipeline.stages.flatMap((stage) => stage.actions.flatMap(sourceOf));
  const given = [...sources.keys()];
  if (untoldSources(actions, given).length > 1) {
    const names = actions.map(({ name, repository }) => `${name} (${repository})`).join(', ');
    throw new CodedError(
      'TAP4219',
      `${where}: the pipeline reads several repositories, ${names}; say for each but the rehearsed one which folder has it, by --source NAME=FOLDER.`,
    );
  }
  const under = givenSources(actions, given).get(action.name);
  return (under === undefined ? undefined : sources.get(under)) ?? revision;
}

function sourceOf({ name, configuration }: Action): readonly RepositorySource[] {
  if (configuration.kind !== 'source') return [];
  const { from, location, reference } = configuration;
  return [{ name, repository: [from, location, ...(from === 's3' ? [reference] : [])].join(' ') }];
}

async function unpack({ revision, machine }: SourceContext, run: SourceRun, tree: string, artifact: string) {
  const { where, signal } = run;
  const archive = join(tree, '..', `${artifact}.tar`);
  await pack(revision, { where, signal, format: 'tar', archive, path: machine.path });
  const args = ['-xf', archive, '-C', tree];
  const env = { PATH: machine.path, LANG: 'C.UTF-8' };
  must(where, 'tar', await runProgram({ program: 'tar', args, cwd: tree, env, signal, timeLimitMs }));
  await rm(archive);
}

async function objectOf(context: SourceContext, run: SourceRun): Promise<SourceObject> {
  const { where, signal } = run;
  const [artifact = ''] = run.action.outputs;
  const archive = join(await run.output(artifact), '..', `${artifact}.zip`);
  await pack(context.revision, { where, signal, format: 'zip', archive, path: context.machine.path });
  const zip = await readFile(archive);
  await rm(archive);
  return putSourceObject(context, run, zip);
}

interface Packing {
  readonly where: string;
  readonly signal: AbortSignal;
  readonly format: 'tar' | 'zip';
  readonly archive: string;
  readonly path: string;
}

/** What git calls the tree of a commit, or of a folder in it. */
function treeOf({ commit, root }: Revision): string {
  return root === undefined ? commit : `${commit}:${root}`;
}

async function pack(revision: Revision, { where, signal, format, archive, path }: Packing) {
  const args = ['archive', `--format=${format}`, '-o', archive, treeOf(revision)];
  must(where, 'git archive', await runGit({ folder: revision.repository, args, signal, path }));
}

/** @throws CodedError TAP4202 if a program has failed */
function must(where: string, name: string, { status, output }: ProgramResult): void {
  if (status !== 0) throw new CodedError('TAP4202', `${where}: ${name} ended with ${status}: ${output}`);
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
