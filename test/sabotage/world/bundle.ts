import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gates } from '../../../contracts/gates';
import { buildPrograms, placeSources } from '../../../scripts/build/bundle';

const root = dirname(dirname(dirname(__dirname)));

/** The gates' programs as the build makes them, once for all cases. */
export class Bundle {
  private constructor(
    /** Folder that the folders of jobs lie in, too: a link can't leave its file system. */
    readonly folder: string,
    private readonly k6: string,
  ) {}

  /** @param k6 the program's path */
  static async make(k6: string): Promise<Bundle> {
    const folder = mkdtempSync(join(tmpdir(), 'sabotage-'));
    await buildPrograms(
      root,
      join(folder, 'programs'),
      Object.values(gates).map(({ program }) => program),
    );
    return new Bundle(folder, k6);
  }

  /** Lays out the folder of one job, as the pipeline does. */
  layOut(): string {
    const folder = mkdtempSync(join(this.folder, 'job-'));
    mkdirSync(join(folder, 'environments'));
    for (const { program } of Object.values(gates)) {
      linkSync(join(this.folder, 'programs', `${program}.cjs`), join(folder, `${program}.cjs`));
    }
    placeSources(root, folder);
    symlinkSync(this.k6, join(folder, 'k6'));
    return folder;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
