import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { copyFolder } from '../executors/codebuild/collect-files';

/** Folders of a run that stay with its report, by their names there. */
const kept = {
  /** Templates as they were synthesized, as they were deployed, and what differs. */
  templates: 'templates',
  /** Output of tasks. */
  tasks: join('backing', 'logs'),
} as const;

/** Copies what a person may want to look at from the work folder to the report's. */
export async function keepFiles(workDir: string, out: string): Promise<void> {
  for (const [name, folder] of Object.entries(kept)) {
    const from = join(workDir, folder);
    if (existsSync(from)) await copyFolder(from, join(out, name));
  }
}
