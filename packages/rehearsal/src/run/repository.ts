import { existsSync, realpathSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { exitCodes, RunError } from '../command/run-error';
import type { Emit } from '../events/events';
import type { Revision } from '../executors/executor-context';
import { Git } from './git';

/** How many names of uncommitted files a warning shows. */
const shownNames = 10;

/** The user's repository: read, never written. */
export class Repository {
  private constructor(
    readonly root: string,
    private readonly git: Git,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws RunError TAP4041 if the folder isn't the root of a git repository, TAP4047 if there is no git */
  static async open(root: string, signal: AbortSignal): Promise<Repository> {
    const git = new Git(root, signal);
    if ((await git.ask('--version')) === undefined) {
      throw new RunError('TAP4047', exitCodes.machineLacks, 'git is not on the PATH; install it and try again.');
    }
    const { status, stdout, output } = await git.attempt('rev-parse', '--show-toplevel');
    if (status !== 0 || realpathSync(stdout.trim()) !== realpathSync(root)) {
      throw new RunError(
        'TAP4041',
        exitCodes.wrongUse,
        `${root} is not the root of a git repository (${status === 0 ? `that is ${stdout.trim()}` : `git says: ${output}`}). ` +
          'The rehearsal carries out commits: clone the repository, or run "git init" and commit.',
      );
    }
    return new Repository(root, git, signal);
  }

  /** @throws RunError TAP4042 if there is no such commit */
  async resolve(revision: string): Promise<string> {
    const commit = await this.git.ask('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`);
    if (commit !== undefined) return commit.trim();
    if ((await this.git.ask('rev-parse', '--verify', '--quiet', 'HEAD')) === undefined) {
      throw new RunError(
        'TAP4042',
        exitCodes.wrongUse,
        `${this.root} has no commits yet, and a rehearsal carries out a commit: commit the files first.`,
      );
    }
    throw new RunError(
      'TAP4042',
      exitCodes.wrongUse,
      `"${revision}" is not a commit of ${this.root}; "git log" shows which there are.`,
    );
  }

  /** Warns of what is not committed, because HEAD is rehearsed and not the working tree. */
  async warnOfUncommitted(out: string, emit: Emit): Promise<void> {
    const status = await this.git.ask(
      'status',
      '--porcelain',
      // Else names with letters beyond ASCII come in octal, and one that was renamed comes as two.
      '-z',
      '--no-renames',
      '--untracked-files=normal',
      '--',
      '.',
      ...(await this.excluding(out)),
    );
    const names = (status ?? '')
      .split('\0')
      .filter((entry) => entry !== '')
      .map((entry) => entry.slice(3));
    if (names.length === 0) return;
    const more = names.length > shownNames ? ` and ${names.length - shownNames} more` : '';
    emit({
      type: 'warning',
      code: 'TAP4052',
      message: `Not committed, so not rehearsed: ${names.slice(0, shownNames).join(', ')}${more}. --working-tree takes a snapshot.`,
    });
  }

  /** A clone with the commit checked out. */
  async clone(commit: string, folder: string): Promise<Revision> {
    await this.cloneTo(folder);
    await leaveUnfiltered(folder);
    const clone = new Git(folder, this.signal);
    await clone.do('checkout', '--quiet', '--detach', commit);
    return describe(clone);
  }

  /** A clone with the working tree as it is now, ignored files left out, committed in the clone alone. */
  async snapshot(folder: string, out: string): Promise<Revision> {
    await this.cloneTo(folder);
    const clone = new Git(folder, this.signal);
    const excludes = join(this.root, '.git', 'info', 'exclude');
    if (existsSync(excludes)) await copyFile(excludes, join(folder, '.git', 'info', 'exclude'));
    const head = await this.git.ask('rev-parse', '--verify', '--quiet', 'HEAD');
    if (head !== undefined) await clone.do('update-ref', '--no-deref', 'HEAD', head.trim());
    // The clone's own index and objects, the user's files: nothing of the user's is written.
    const borrowed = ['--git-dir', join(folder, '.git'), '--work-tree', this.root];
    await this.git.do(...borrowed, 'add', '--all', '--', '.', ...(await this.excluding(out)));
    // Only now: the user's own files became what git keeps of them by the user's filters, as if the user had committed them.
    await leaveUnfiltered(folder);
    await commitAll(clone, 'Snapshot of the working tree');
    await clone.do('checkout', '--quiet', '--force', '--detach', 'HEAD');
    return describe(clone);
  }

  /** Takes the output folder out of what git looks at. An ignored one is out already, and git refuses to hear of it again. */
  private async excluding(out: string): Promise<string[]> {
    const inside = relative(realpathSync(this.root), resolve(out));
    if (inside === '' || inside.startsWith('..')) return [];
    const ignored = (await this.git.ask('check-ignore', '--quiet', inside)) !== undefined;
    return ignored ? [] : [`:(exclude)${inside}`];
  }

  /**
   * A repository that borrows the user's objects. No `git clone`: it reads the origin by a second git, which asks anew
   * whether it may, under another name of the folder than git tells the user to allow (`safe.directory`).
   */
  private async cloneTo(folder: string): Promise<void> {
    const absolute = async (path: string) =>
      resolve(this.root, (await this.git.do('rev-parse', '--git-path', path)).trim());
    const format = (await this.git.do('rev-parse', '--show-object-format')).trim();
    await mkdir(folder, { recursive: true });
    const clone = new Git(folder, this.signal);
    await clone.do('init', '--quiet', '--template=', `--object-format=${format}`);
    await writeFile(join(folder, '.git', 'objects', 'info', 'alternates'), `${await absolute('objects')}\n`);
    const shallow = await absolute('shallow');
    if (existsSync(shallow)) await copyFile(shallow, join(folder, '.git', 'shallow'));
    // As a source action would fetch it: the user's own line endings are for the user's own tree.
    await clone.do('config', 'core.autocrlf', 'false');
    await mkdir(join(folder, '.git', 'info'), { recursive: true });
  }
}

/**
 * Has git lay out what it keeps, whatever filters the user's configuration has: those of Git LFS and the like would ask a server, fail
 * without it, or lay out what a source action does not get.
 */
async function leaveUnfiltered(clone: string): Promise<void> {
  await writeFile(join(clone, '.git', 'info', 'attributes'), '* -filter\n');
}

/** The folder of a clone that is rehearsed. */
export function rootOf({ repository, root = '' }: Revision): string {
  return join(repository, root);
}

/** Commits what is in the index, as nobody in particular. */
export async function commitAll(clone: Git, message: string): Promise<void> {
  const identity = ['-c', 'user.name=rehearsal', '-c', 'user.email=rehearsal@localhost'];
  await clone.do(...identity, 'commit', '--quiet', '--allow-empty', '--no-verify', '-m', message);
}

/** The commit that a clone has checked out. */
export async function describe(clone: Git): Promise<Revision> {
  // Plumbing, which no setting of the user changes; its first line only repeats the commit.
  const answer = await clone.do('rev-list', '--max-count=1', '--format=%H%n%aI%n%s', 'HEAD');
  const [commit = '', authorDate = '', subject = ''] = answer.split('\n').slice(1);
  return { repository: clone.folder, commit, authorDate, subject };
}
