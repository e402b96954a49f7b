import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { copyFolder } from '../executors/codebuild/collect-files';

/** Folders and files of a run that stay with its report, by their names there. */
const kept = {
  /** Templates as they were synthesized, as they were deployed, and what differs. */
  templates: 'templates',
  /** Output of tasks. */
  tasks: join('backing', 'logs'),
  /** What the emulator has said. */
  'emulator.log': join('emulator', 'emulator.log'),
} as const;

/** A text in which files of the work folder are named as they are found beside the report. */
export function nameKeptFiles(text: string, workDir: string, out: string): string {
  return Object.entries(kept).reduce(
    (said, [name, path]) => said.replaceAll(join(workDir, path), join(out, name)),
    text,
  );
}

/** Copies what a person may want to look at from the work folder to the report's. */
export async function keepFiles(workDir: string, out: string): Promise<void> {
  for (const [name, folder] of Object.entries(kept)) {
    const from = join(workDir, folder);
    if (existsSync(from)) await copyFolder(from, join(out, name));
  }
}
