import { existsSync, realpathSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { z } from 'zod';
import { exitCodes, RunError } from '../command/run-error';
import { Git } from './git';

/** A repository, and the CDK app in it. */
export interface Project {
  /** Root of the repository. */
  readonly repository: string;
  /** Folder of the app, relative to that; empty if it is the root. */
  readonly app: string;
}

/** What makes a folder that of an app. */
const appFile = 'cdk.json';
const cdkJson = z.object({
  app: z.string().trim().min(1),
  build: z.unknown().optional(),
  plugin: z.unknown().optional(),
});

/** Languages that are not rehearsed, by the program that starts their apps, wherever it lies. */
const otherLanguages: Readonly<Record<string, string>> = {
  mvn: 'Java',
  mvnw: 'Java',
  gradle: 'Java',
  gradlew: 'Java',
  dotnet: 'C#',
  go: 'Go',
};

/**
 * The repository around the folder of a CDK app.
 *
 * @throws RunError TAP4067 if there is no such folder, or no repository around it; TAP4047 if there is no git
 */
export async function findProject(folder: string, signal: AbortSignal): Promise<Project> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new RunError('TAP4067', exitCodes.wrongUse, `--project ${folder}: there is no such folder.`);
  }
  const git = new Git(folder, signal);
  if ((await git.ask('--version')) === undefined) {
    throw new RunError('TAP4047', exitCodes.machineLacks, 'git is not on the PATH; install it and try again.');
  }
  const { status, stdout, output } = await git.attempt('rev-parse', '--show-toplevel');
  if (status !== 0) {
    throw new RunError(
      'TAP4067',
      exitCodes.wrongUse,
      `--project ${folder}: no git repository is around it (git says: ${output}). The rehearsal carries out commits: run "git init" and commit.`,
    );
  }
  const repository = stdout.trim();
  return { repository, app: relative(realpathSync(repository), realpathSync(folder)) };
}

/**
 * Whether an app is a guest in the repository of another one, in a folder above its own: an example, or a template. Its pipeline
 * knows nothing of what lies around it.
 *
 * @param app folder of the app, relative to a clone
 */
export function isGuest(clone: string, app: string): boolean {
  const isApp = (folder: string) => existsSync(join(clone, folder, appFile));
  const folders = app.split(sep);
  return app !== '' && isApp(app) && folders.some((_, depth) => isApp(join(...folders.slice(0, depth))));
}

/** What the CDK's command line executes for an app, as its `cdk.json` says. */
export interface AppCommands {
  /** Run before each synth. @default - nothing is */
  readonly build?: string | undefined;
  /** Modules that it loads into itself. */
  readonly plugins: readonly string[];
  readonly app: string;
}

/**
 * The commands that synthesize the app of a commit.
 *
 * @param app folder of the app in a clone of the commit
 * @throws RunError TAP4067 if the commit has no `cdk.json` there, or one that is no JSON or names no app; TAP4068 for a language
 * that is not rehearsed
 */
export async function appCommands(app: string): Promise<AppCommands> {
  const text = await readFile(join(app, appFile), 'utf8').catch(() => undefined);
  if (text === undefined) {
    throw new RunError(
      'TAP4067',
      exitCodes.wrongUse,
      `The commit has no cdk.json in the folder of the app; name the folder that has it with --project.`,
    );
  }
  const read = cdkJson.safeParse(json(text));
  if (!read.success) {
    throw new RunError('TAP4067', exitCodes.wrongUse, `cdk.json names no app: ${z.prettifyError(read.error)}`);
  }
  const [program = ''] = read.data.app.split(/\s+/);
  const language = otherLanguages[basename(program)];
  if (language !== undefined) {
    throw new RunError(
      'TAP4068',
      exitCodes.wrongUse,
      `cdk.json starts the app by ${JSON.stringify(read.data.app)}, which is ${language}; apps in TypeScript, JavaScript and Python are rehearsed.`,
    );
  }
  const { build, plugin } = read.data;
  const said = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  const plugins = [plugin].flat().filter((one) => one !== undefined);
  return { app: read.data.app, build: build === undefined ? undefined : said(build), plugins: plugins.map(said) };
}

/** @throws RunError TAP4067 if the text of a `cdk.json` is no JSON */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RunError('TAP4067', exitCodes.wrongUse, `cdk.json is no JSON: ${(error as Error).message}`);
  }
}
