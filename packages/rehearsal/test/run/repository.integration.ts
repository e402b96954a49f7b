import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes } from '../../src/command/run-error';
import { runGit } from '../../src/executors/process/run-git';
import { Repository } from '../../src/run/repository';
import { temporaryFolder } from '../executors/fake-cloud';
import { Newcomer } from './newcomer';

const { signal } = new AbortController();

const bare = temporaryFolder();
test('a repository without commits is told that it needs one', async () => {
  writeFileSync(join(bare, 'notes.txt'), 'not committed');
  execFileSync('git', ['init', '--quiet'], { cwd: bare });
  const repository = await Repository.open(bare, signal);
  await expect(repository.resolve('HEAD')).rejects.toMatchObject({
    code: 'TAP4042',
    exitCode: exitCodes.wrongUse,
    message: expect.stringContaining('commit the files first'),
  });
});

describe("whatever the user's git says beside its answers, and does beside its work", () => {
  const folder = temporaryFolder();
  const newcomer = new Newcomer(folder);
  const root = join(folder, 'repository');
  mkdirSync(root);
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, env: process.env, encoding: 'utf8', stdio: 'pipe' }).trim();
  let commit = '';
  beforeAll(() => {
    newcomer.settleIn();
    git('init', '--quiet', '--template=');
    writeFileSync(join(root, 'lines.txt'), 'one\ntwo\n');
    git('add', '.');
    git('-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '-m', 'Signed');
    commit = git('rev-parse', 'HEAD');
  });
  afterAll(() => newcomer.leave());

  test('their traces, signatures and hooks are there', () => {
    expect(git('log', '-1', '--format=%H')).toContain('a good signature');
    expect(() => git('commit', '--allow-empty', '--quiet', '-m', 'Hooked')).toThrow();
    expect(existsSync(newcomer.hookCalls)).toBe(true);
    writeFileSync(newcomer.hookCalls, '');
  });

  test('a commit is found, named and cloned as it is', async () => {
    const repository = await Repository.open(root, signal);
    expect(await repository.resolve('HEAD')).toBe(commit);
    const revision = await repository.clone(commit, join(folder, 'clone'));
    expect(revision).toMatchObject({ commit, subject: 'Signed' });
    expect(Date.parse(revision.authorDate)).not.toBeNaN();
    expect(readFileSync(join(folder, 'clone', 'lines.txt'), 'utf8')).toBe('one\ntwo\n');
  });

  test('uncommitted files are warned of by their names alone', async () => {
    writeFileSync(join(root, 'new.txt'), 'not committed');
    const warned: string[] = [];
    const repository = await Repository.open(root, signal);
    await repository.warnOfUncommitted(join(folder, 'out'), (event) => {
      if (event.type === 'warning') warned.push(event.message);
    });
    expect(warned).toEqual([expect.stringMatching(/: new\.txt\. /)]);
  });

  test('a snapshot is taken without their hooks, and the index of their repository stays as it was', async () => {
    const index = readFileSync(join(root, '.git', 'index'));
    const repository = await Repository.open(root, signal);
    const revision = await repository.snapshot(join(folder, 'snapshot'), join(folder, 'out'));
    expect(readFileSync(join(folder, 'snapshot', 'new.txt'), 'utf8')).toBe('not committed');
    expect(revision.subject).toBe('Snapshot of the working tree');
    expect(readFileSync(join(root, '.git', 'index')).equals(index)).toBe(true);
    expect(readFileSync(newcomer.hookCalls, 'utf8')).toBe('');
  });

  test('a shallow clone of theirs is carried out like a whole one', async () => {
    const shallow = join(folder, 'shallow');
    const quiet = ['-c', 'core.hooksPath=/dev/null'];
    git(...quiet, 'commit', '--quiet', '--allow-empty', '-m', 'Second');
    git(...quiet, 'clone', '--quiet', '--depth=1', '--no-reject-shallow', '--template=', `file://${root}`, shallow);
    const repository = await Repository.open(shallow, signal);
    const second = await repository.resolve('HEAD');
    const revision = await repository.clone(second, join(folder, 'clone of the shallow one'));
    expect(revision).toMatchObject({ commit: second, subject: 'Second' });
  });

  test('a detached HEAD is carried out like a branch', async () => {
    git('-c', 'core.hooksPath=/dev/null', 'checkout', '--quiet', '--force', '--detach', commit);
    const repository = await Repository.open(root, signal);
    const revision = await repository.clone(await repository.resolve('HEAD'), join(folder, 'clone of a detached HEAD'));
    expect(revision).toMatchObject({ commit, subject: 'Signed' });
  });

  test('uncommitted files are named as the user names them, whatever letters they have', async () => {
    const names = ['größe 1.txt', 'weight.txt'];
    for (const name of names) writeFileSync(join(root, name), '');
    git('add', 'lines.txt');
    git('mv', 'lines.txt', 'moved.txt');
    const warned: string[] = [];
    const repository = await Repository.open(root, signal);
    await repository.warnOfUncommitted(join(folder, 'out'), (event) => {
      if (event.type === 'warning') warned.push(event.message);
    });
    for (const name of names) rmSync(join(root, name));
    git('mv', 'moved.txt', 'lines.txt');
    expect(warned).toHaveLength(1);
    const [, listed = ''] = /: (.*)\. --/.exec(warned[0] ?? '') ?? [];
    expect(listed.split(', ').sort()).toEqual([...names, 'lines.txt', 'moved.txt', 'new.txt'].sort());
  });

  test.each([
    ['one program for each file', 'smudge', 'clone with pointers'],
    ['one program for all', 'process', 'another clone with pointers'],
  ])('files of Git LFS stay pointers, whose filter is %s, and submodules empty folders', async (_how, kind, name) => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\n';
    writeFileSync(join(root, '.gitattributes'), `*.bin filter=${kind} -text\n`);
    writeFileSync(join(root, 'large.bin'), pointer);
    git('add', '.gitattributes', 'large.bin');
    git('update-index', '--add', '--cacheinfo', `160000,${commit},library`);
    git('-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '--allow-empty', '-m', 'Large');
    // As where nobody fetched them: the filter finds no object to put in the pointer's place, and fails.
    const filtered = join(folder, 'filtered');
    const program = `"echo called >>'${filtered}'; exit 2"`;
    newcomer.configure(`[filter "${kind}"]\n  ${kind} = ${program}\n  required = true\n`);
    rmSync(join(root, 'large.bin'));
    expect(() => git('checkout', '--quiet', 'HEAD', 'large.bin')).toThrow();
    expect(existsSync(filtered)).toBe(true);
    rmSync(filtered);
    const repository = await Repository.open(root, signal);
    const clone = join(folder, name);
    const revision = await repository.clone(await repository.resolve('HEAD'), clone);
    expect(readFileSync(join(clone, 'large.bin'), 'utf8')).toBe(pointer);
    // What a source action makes of it, too.
    const archive = ['archive', '--format=tar', '-o', join(folder, `${kind}.tar`), revision.commit];
    expect(await runGit({ folder: clone, args: archive, signal })).toMatchObject({ status: 0 });
    expect(execFileSync('tar', ['-xOf', join(folder, `${kind}.tar`), 'large.bin'], { encoding: 'utf8' })).toBe(pointer);
    expect(existsSync(filtered)).toBe(false);
    expect(readdirSync(join(clone, 'library'))).toEqual([]);
  });

  test('a snapshot holds what the filter of the user makes of a file that is not committed, as a commit would', async () => {
    newcomer.configure('[filter "upper"]\n  clean = "tr a-z A-Z"\n  smudge = false\n  required = true\n');
    writeFileSync(join(root, '.gitattributes'), '*.bin filter=upper -text\n');
    writeFileSync(join(root, 'large.bin'), 'content\n');
    const repository = await Repository.open(root, signal);
    await repository.snapshot(join(folder, 'snapshot with a pointer'), join(folder, 'out'));
    expect(readFileSync(join(folder, 'snapshot with a pointer', 'large.bin'), 'utf8')).toBe('CONTENT\n');
  });

  test("a repository of another owner is refused in git's own words, until the user says what git advises", async () => {
    const clone = join(folder, 'clone of another owner');
    process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER = '1';
    try {
      await expect(Repository.open(root, signal)).rejects.toMatchObject({
        code: 'TAP4041',
        message: expect.stringContaining('dubious ownership'),
      });
      // The second line is for what git is made to believe of our own folder here.
      newcomer.allow(root, clone);
      const repository = await Repository.open(root, signal);
      expect(await repository.clone(commit, clone)).toMatchObject({ commit });
    } finally {
      delete process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER;
    }
  });

  test("git's own words stand in the error when it fails", async () => {
    const repository = await Repository.open(root, signal);
    await expect(repository.clone('0'.repeat(40), join(folder, 'nothing'))).rejects.toMatchObject({
      code: 'TAP4054',
      message: expect.stringMatching(/git checkout in .* ended with 128: [\s\S]*fatal: /),
    });
  });
});
