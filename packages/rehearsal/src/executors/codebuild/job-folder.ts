import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { corepackVariables } from './corepack-command';
import type { Machine } from './machine';

/** The folders of one job; all of them are its own. */
export interface JobFolder {
  readonly root: string;
  /** `CODEBUILD_SRC_DIR`: the primary input, and where commands start. */
  readonly source: string;
  /** Where the further inputs lie, each in a folder named after its artifact. */
  readonly sources: string;
  readonly home: string;
  /** Where `npm install -g` puts things. */
  readonly prefix: string;
  /** Its own Python environment, made when Python is first called. */
  readonly python: string;
  /** Programs that are found before the machine's. */
  readonly preferred: string;
  /** Programs that are found where neither the job nor the machine has its own. */
  readonly fallback: string;
  readonly temporary: string;
  /** What the shell session keeps. */
  readonly state: string;
}

/** Makes the folders of a job. */
export async function makeJobFolder(root: string): Promise<JobFolder> {
  const below = (name: string) => join(root, name);
  const folder: JobFolder = {
    root,
    source: below('src'),
    sources: below('srcs'),
    home: below('home'),
    prefix: below('prefix'),
    python: below('python'),
    preferred: below('preferred'),
    fallback: below('fallback'),
    temporary: below('tmp'),
    state: below('state'),
  };
  const { source, home, preferred, fallback, temporary } = folder;
  for (const one of [source, home, join(folder.prefix, 'bin'), preferred, fallback, temporary]) {
    await mkdir(one, { recursive: true });
  }
  return folder;
}

/** The environment that is the same for every job on this machine: programs, folders, network; nothing of the user's. */
export function baseVariables(machine: Machine, folder: JobFolder): Record<string, string> {
  return {
    ...corepackVariables(machine),
    ...machine.network,
    PATH: [
      join(folder.prefix, 'bin'),
      join(folder.python, 'bin'),
      folder.preferred,
      join(machine.toolsDir, 'bin'),
      machine.path,
      folder.fallback,
    ].join(delimiter),
    HOME: folder.home,
    TMPDIR: folder.temporary,
    LANG: 'C.UTF-8',
    npm_config_prefix: folder.prefix,
    npm_config_update_notifier: 'false',
    // The CDK's command line tells AWS how it is used: https://docs.aws.amazon.com/cdk/v2/guide/cli-telemetry.html
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    // It also asks AWS for notices: https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-notices.html
    CDK_NOTICES: 'false',
  };
}
