import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { ExecutorContext } from '../../src/executors/executor-context';
import { sourceExecutor } from '../../src/executors/source';
import { SourceVersions } from '../../src/executors/source-versions';
import type { SourceConfiguration } from '../../src/model/action-configuration';
import { readPipeline } from '../../src/model/read-pipeline';
import { action, deployed, source } from '../engine/definition';
import { actionRun, executorContext, fakeCloud, temporaryFolder } from './fake-cloud';
import { type FakeS3, fakeS3 } from './fake-s3';

const folder = temporaryFolder();
const repository = join(folder, 'repository');
mkdirSync(repository);
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: repository, encoding: 'utf8' });
git('init', '--quiet');
writeFileSync(join(repository, 'run.sh'), 'committed', { mode: 0o755 });
mkdirSync(join(repository, 'examples', 'größer 1'), { recursive: true });
writeFileSync(join(repository, 'examples', 'größer 1', 'app.js'), 'of the example');
git('add', '.');
git('commit', '--quiet', '-m', 'First');
const commit = git('rev-parse', 'HEAD').trim();
writeFileSync(join(repository, 'run.sh'), 'changed since');

async function fetch(configuration: SourceConfiguration, root?: string, more: Partial<ExecutorContext> = {}) {
  const { run } = actionRun(configuration, {
    output: async (artifact) => {
      mkdirSync(join(folder, artifact), { recursive: true });
      return join(folder, artifact);
    },
    action: { outputs: ['Tree'] },
  });
  const revision = { repository, commit, subject: 'First', authorDate: '2026-01-01T00:00:00Z', root };
  return sourceExecutor(executorContext(fakeCloud().cloud, folder, { revision, ...more }))(run);
}

describe('a source action', () => {
  test('puts out the tree of the commit, not the working tree, and nothing of git', async () => {
    const outcome = await fetch({
      kind: 'source',
      from: 'connection',
      location: 'team/weather',
      reference: 'main',
      connectionArn: 'arn',
    });
    expect(readFileSync(join(folder, 'Tree', 'run.sh'), 'utf8')).toBe('committed');
    expect(existsSync(join(folder, 'Tree', '.git'))).toBe(false);
    expect(outcome.variables).toMatchObject({
      CommitId: commit,
      BranchName: 'main',
      FullRepositoryName: 'team/weather',
    });
  });

  test('puts out one folder alone, where that is taken for the repository', async () => {
    rmSync(join(folder, 'Tree'), { recursive: true, force: true });
    const source = { kind: 'source', from: 'codecommit', location: 'weather', reference: 'main' } as const;
    const outcome = await fetch(source, join('examples', 'größer 1'));
    expect(readdirSync(join(folder, 'Tree'))).toEqual(['app.js']);
    expect(outcome.variables).toMatchObject({ CommitId: commit });
  });

  test('sets the variables of its own kind', async () => {
    const codecommit = await fetch({ kind: 'source', from: 'codecommit', location: 'weather', reference: 'main' });
    expect(codecommit.variables).toMatchObject({ RepositoryName: 'weather', CommitId: commit });
    const github = await fetch({ kind: 'source', from: 'github', location: 'team/weather', reference: 'main' });
    expect(github.variables).toMatchObject({ RepositoryName: 'weather', BranchName: 'main', CommitId: commit });
    expect(github.variables).not.toHaveProperty('FullRepositoryName');
  });
});

describe('a source action of a further repository', () => {
  const other = join(folder, 'other');
  mkdirSync(other);
  const inOther = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: other, encoding: 'utf8' });
  inOther('init', '--quiet');
  writeFileSync(join(other, 'tool.sh'), 'of the other');
  inOther('add', '.');
  inOther('commit', '--quiet', '-m', 'Other');
  const revision = {
    repository: other,
    commit: inOther('rev-parse', 'HEAD').trim(),
    subject: 'Other',
    authorDate: '2026-02-02T00:00:00Z',
  };
  const definition = (second: string) =>
    readPipeline(
      deployed({
        Source: [
          source(),
          action('Tools', 'CodeCommit', { Configuration: { RepositoryName: second, BranchName: 'main' } }),
          action('Next', 'CodeCommit', { Configuration: { RepositoryName: second, BranchName: 'next' } }),
        ],
        Alpha: [action('A', 'CodeBuild')],
      }),
    );

  /** The outcome of one source action of a pipeline with two repositories, and the files that it has put out. */
  async function fetchOf(name: string, sources: ExecutorContext['sources']) {
    const pipeline = definition('tools');
    const told = pipeline.stages.flatMap((stage) => stage.actions).find((one) => one.name === name);
    if (told?.configuration.kind !== 'source') throw new Error(`no source ${name}`);
    const tree = join(folder, `of-${name}`);
    const { run } = actionRun(told.configuration, {
      pipeline,
      output: async () => {
        mkdirSync(tree, { recursive: true });
        return tree;
      },
      action: { name, outputs: ['Tree'] },
    });
    const rehearsed = { repository, commit, subject: 'First', authorDate: '2026-01-01T00:00:00Z' };
    const context = executorContext(fakeCloud().cloud, folder, { revision: rehearsed, sources });
    return { outcome: await sourceExecutor(context)(run), files: readdirSync(tree) };
  }

  test('puts out the files of that one, on all its branches, and the first repository its own', async () => {
    const sources = new Map([['Tools', revision]]);
    for (const name of ['Tools', 'Next']) {
      const { outcome, files } = await fetchOf(name, sources);
      expect(files).toEqual(['tool.sh']);
      expect(outcome.variables).toMatchObject({ CommitId: revision.commit, CommitMessage: 'Other' });
    }
    const { outcome, files } = await fetchOf('Source', sources);
    expect(files).toContain('run.sh');
    expect(outcome.variables).toMatchObject({ CommitId: commit });
  });

  test('is refused where nobody gave its files, instead of getting those of another', async () => {
    await expect(fetchOf('Tools', new Map())).rejects.toMatchObject({ code: 'TAP4219' });
  });
});

describe('a source action in S3', () => {
  const configuration: SourceConfiguration = { kind: 'source', from: 's3', location: 'sources', reference: 'a/it.zip' };
  let s3: FakeS3;
  afterEach(() => s3.close());

  test('finds the commit in its bucket as a zip, whose version is what later actions know of it', async () => {
    s3 = await fakeS3({ sources: true });
    const sourceVersions = new SourceVersions();
    const { variables, differences } = await fetch(configuration, undefined, { cloud: s3.cloud, sourceVersions });
    const files = unzipSync(s3.objects.get('sources/a/it.zip') ?? new Uint8Array());
    expect(Buffer.from(files['run.sh'] ?? []).toString()).toBe('committed');
    expect(readFileSync(join(folder, 'Tree', 'run.sh'), 'utf8')).toBe('committed');
    expect(variables).toEqual({ BucketName: 'sources', ObjectKey: 'a/it.zip', VersionId: 'v-1', ETag: 'e-1' });
    expect(sourceVersions.of('e-1', 'Tree', { stages: [] })).toBe('v-1');
    expect(differences).toHaveLength(2);
    expect(s3.callers.map(({ name }) => name)).toEqual(['person upload of the source', 'job Alpha/Action']);
  });

  test('gets a bucket that no stack makes, and says so', async () => {
    s3 = await fakeS3();
    const { differences } = await fetch(configuration, undefined, { cloud: s3.cloud });
    expect([...s3.buckets]).toEqual([['sources', true]]);
    expect(differences).toContainEqual({
      onAws: 'bucket sources is there',
      here: 'no stack makes it, so the rehearsal has',
    });
  });

  // https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html: the bucket is one with versions.
  test('is refused where the bucket keeps no versions, which CodePipeline wants', async () => {
    s3 = await fakeS3({ sources: false });
    const refused = /^TAP4207: Alpha\/Action: bucket sources/;
    await expect(fetch(configuration, undefined, { cloud: s3.cloud })).rejects.toThrow(refused);
    expect(s3.objects.size).toBe(0);
  });
});
