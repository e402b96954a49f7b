import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a run keeps artifacts: below it a folder for each commit, execution and artifact. */
export function artifactsFolder(workDir: string): string {
  return join(workDir, 'artifacts');
}

/** Folders of all artifacts of all executions of a run so far. */
export async function artifactFolders(workDir: string): Promise<readonly string[]> {
  let folders = [artifactsFolder(workDir)];
  for (const _level of ['commit', 'execution', 'artifact']) {
    const below = await Promise.all(
      folders.map(async (folder) => {
        const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
        return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
      }),
    );
    folders = below.flat();
  }
  return folders;
}

/** @throws Error if no artifact has such a file */
export async function readArtifact(workDir: string, file: string): Promise<string> {
  for (const folder of await artifactFolders(workDir)) {
    const text = await readFile(join(folder, file), 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
  throw new Error(`no artifact holds ${file}`);
}
