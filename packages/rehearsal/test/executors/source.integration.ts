import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceExecutor } from '../../src/executors/source';
import type { SourceConfiguration } from '../../src/model/action-configuration';
import { actionRun, executorContext, fakeCloud, temporaryFolder } from './fake-cloud';

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

async function fetch(configuration: SourceConfiguration, root?: string) {
  const { run } = actionRun(configuration, {
    output: async (artifact) => {
      mkdirSync(join(folder, artifact), { recursive: true });
      return join(folder, artifact);
    },
    action: { outputs: ['Tree'] },
  });
  const revision = { repository, commit, subject: 'First', authorDate: '2026-01-01T00:00:00Z', root };
  return sourceExecutor(executorContext(fakeCloud().cloud, folder, { revision }))(run);
}

describe('a source action', () => {
  test('puts out the tree of the commit, not the working tree, and nothing of git', async () => {
    const outcome = await fetch({
      kind: 'source',
      from: 'connection',
      location: 'team/shop',
      reference: 'main',
      connectionArn: 'arn',
    });
    expect(readFileSync(join(folder, 'Tree', 'run.sh'), 'utf8')).toBe('committed');
    expect(existsSync(join(folder, 'Tree', '.git'))).toBe(false);
    expect(outcome.variables).toMatchObject({ CommitId: commit, BranchName: 'main', FullRepositoryName: 'team/shop' });
  });

  test('puts out one folder alone, where that is taken for the repository', async () => {
    rmSync(join(folder, 'Tree'), { recursive: true, force: true });
    const source = { kind: 'source', from: 'codecommit', location: 'shop', reference: 'main' } as const;
    const outcome = await fetch(source, join('examples', 'größer 1'));
    expect(readdirSync(join(folder, 'Tree'))).toEqual(['app.js']);
    expect(outcome.variables).toMatchObject({ CommitId: commit });
  });

  test("sets the variables of its own kind: a bucket's object has a version, no commit", async () => {
    const object = await fetch({ kind: 'source', from: 's3', location: 'bucket', reference: 'source.zip' });
    expect(object.variables).toMatchObject({ BucketName: 'bucket', ObjectKey: 'source.zip', VersionId: commit });
    expect(object.variables).not.toHaveProperty('CommitId');
    const codecommit = await fetch({ kind: 'source', from: 'codecommit', location: 'shop', reference: 'main' });
    expect(codecommit.variables).toMatchObject({ RepositoryName: 'shop', CommitId: commit });
    const github = await fetch({ kind: 'source', from: 'github', location: 'team/shop', reference: 'main' });
    expect(github.variables).toMatchObject({ RepositoryName: 'shop', BranchName: 'main', CommitId: commit });
    expect(github.variables).not.toHaveProperty('FullRepositoryName');
  });
});
