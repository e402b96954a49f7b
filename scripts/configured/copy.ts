import { appendFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Git } from '@delivery/rehearsal/run/git';
import { commitAll, type Repository } from '@delivery/rehearsal/run/repository';
import { pinName } from '../../lib/config/pin';

/** What a copy has in common with the repository that it comes from: installed once, ignored by git. */
const shared = ['node_modules', 'app/node_modules', '.tools'];

/** A throw-away clone of the last commit. */
export class Copy {
  private constructor(
    readonly folder: string,
    private readonly git: Git,
  ) {}

  /** @throws RunError if there is no commit, or git fails */
  static async of(repository: Repository, signal: AbortSignal): Promise<Copy> {
    const parent = await mkdtemp(join(tmpdir(), 'tap-configured-'));
    // Named like the repository would be: what a copy prints is read by people.
    const folder = join(parent, 'copy');
    try {
      await repository.clone(await repository.resolve('HEAD'), folder);
      for (const name of shared) {
        const link = join(folder, name);
        mkdirSync(dirname(link), { recursive: true });
        symlinkSync(join(repository.root, name), link);
      }
      // What is pinned is what the team has deployed, and a row starts from the shipped example.
      await rm(join(folder, pinName), { force: true });
      // Jest writes its results there, and makes no folder for them.
      mkdirSync(join(folder, 'reports'));
      // An ignore rule for a folder does not hold for a link.
      mkdirSync(join(folder, '.git', 'info'), { recursive: true });
      appendFileSync(join(folder, '.git', 'info', 'exclude'), shared.map((name) => `/${name}\n`).join(''));
      return new Copy(folder, new Git(folder, signal));
    } catch (error) {
      await remove(parent);
      throw error;
    }
  }

  /** Commits what was edited, because a rehearsal carries out a commit. */
  async commit(message: string): Promise<void> {
    await this.git.do('add', '--all');
    await commitAll(this.git, message);
  }

  async remove(): Promise<void> {
    await remove(dirname(this.folder));
  }
}

async function remove(folder: string): Promise<void> {
  // What was just ended may still be writing.
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
