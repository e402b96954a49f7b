import { type ProgramResult, runProgram } from './run-program';

/** Milliseconds for one git command, generous. */
const timeLimitMs = 120_000;

/** Variables by which a hook or an outer git would lead ours to another repository, or make it read paths otherwise. */
const misleading =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|TEMPLATE_DIR|(LITERAL|GLOB|NOGLOB|ICASE)_PATHSPECS)$/;

/** What the user has git do beside its work: nothing of it may happen here. */
const plain = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'commit.gpgSign=false', 'submodule.recurse=false'];

export interface GitCommand {
  readonly folder: string;
  readonly args: readonly string[];
  readonly signal: AbortSignal;
  /** @default - the PATH of this process */
  readonly path?: string;
}

/**
 * Runs git in a folder with the user's own configuration, which says who may read what (`safe.directory`), by which proxy,
 * and through which filters; without the user's hooks, and without writing what only makes git faster.
 *
 * The answer is `stdout` alone: what git traces, warns and advises is not for a program to read.
 */
export function runGit({ folder, args, signal, path }: GitCommand): Promise<ProgramResult> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !misleading.test(name)) env[name] = value;
  }
  if (path !== undefined) env.PATH = path;
  return runProgram({
    program: 'git',
    args: [...plain.flatMap((setting) => ['-c', setting]), ...args],
    cwd: folder,
    env: { ...env, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' },
    signal,
    timeLimitMs,
  });
}
