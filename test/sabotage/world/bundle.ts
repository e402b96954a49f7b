import { cpSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { gates } from '../../../contracts/gates';

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
    await build({
      entryPoints: Object.values(gates).map(({ program }) => ({
        in: join(root, 'checks', program, 'main.ts'),
        out: program,
      })),
      outdir: join(folder, 'programs'),
      outExtension: { '.js': '.cjs' },
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      logLevel: 'warning',
    });
    return new Bundle(folder, k6);
  }

  /** Lays out the folder of one job, as the pipeline does. */
  layOut(): string {
    const folder = mkdtempSync(join(this.folder, 'job-'));
    mkdirSync(join(folder, 'environments'));
    for (const { program } of Object.values(gates)) {
      linkSync(join(this.folder, 'programs', `${program}.cjs`), join(folder, `${program}.cjs`));
    }
    for (const part of ['journeys', 'profiles', 'lib']) {
      cpSync(join(root, 'loadtests', part), join(folder, 'loadtests', part), { recursive: true });
    }
    cpSync(join(root, 'docs', 'acknowledgements.json'), join(folder, 'acknowledgements.json'));
    symlinkSync(this.k6, join(folder, 'k6'));
    return folder;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
