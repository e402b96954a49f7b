import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployedProject } from '../../cloud/base/contracts';
import type { ActionOutcome, ActionRun, Executor } from '../../engine/executor';
import type { BuildConfiguration } from '../../model/action-configuration';
import { replaceVariables } from '../../model/variables';
import { copyFolder } from './collect-files';

/** How many commits' builds stay; a commit takes some 100 MB. */
const keptCommits = 2;

/** Another one for each form of what is kept: builds of another form are made again. */
const format = 2;

export interface BuildCacheOptions {
  /** Where builds are kept, beyond the run. */
  readonly folder: string;
  /** The rehearsed commit. */
  readonly commit: string;
  /** Where this run has the files of images; they belong to a build's outputs. */
  readonly imagesFolder: string;
  /** Whether an earlier build is taken; otherwise builds are made and kept. */
  readonly reuse: boolean;
  readonly project: (run: ActionRun<BuildConfiguration>) => Promise<DeployedProject>;
}

/**
 * Keeps what the builds of a commit put out, so that a rehearsal with a fault need not build the same commit again: only
 * builds in the stage after the source, that passed, of the same commit, project and variables.
 */
export function cachedBuilds(
  options: BuildCacheOptions,
  build: Executor<BuildConfiguration>,
): Executor<BuildConfiguration> {
  return async (run) => {
    if (run.stage !== run.pipeline.stages[1]?.name) return build(run);
    const entry = join(options.folder, options.commit, await keyOf(options, run));
    const known = options.reuse ? await take(options, run, entry) : undefined;
    if (known) return known;
    const before = await images(options.imagesFolder);
    const outcome = await build(run);
    // A cache that can't be written, on a full disk for example, is no reason to fail a build.
    if (outcome.verdict !== 'fail') await keep(options, run, entry, outcome, before).catch(() => undefined);
    return outcome;
  };
}

/** What the emulator appends to a name that a template leaves to CloudFormation, another one in each run; it ends the name. */
const madeUp = /-[0-9a-f]{13}$/;

/** Every run has an execution and made-up names of its own; a job that is told of them still builds the same of the same commit. */
async function keyOf(options: BuildCacheOptions, run: ActionRun<BuildConfiguration>): Promise<string> {
  const { buildspec, variables: ofProject } = await options.project(run);
  const named = ofProject.map(({ value, ...variable }) => ({ ...variable, value: value.replace(madeUp, '') }));
  const given = replaceVariables(run.where, run.configuration.environmentVariables, run.variables);
  const variables = given.replaceAll(run.execution, 'execution');
  const hash = createHash('sha256')
    .update(JSON.stringify([format, buildspec, named, variables]))
    .digest('hex');
  return `${run.where.replace('/', '-')}-${hash.slice(0, 16)}`;
}

async function take(
  options: BuildCacheOptions,
  run: ActionRun<BuildConfiguration>,
  entry: string,
): Promise<ActionOutcome | undefined> {
  try {
    const outcome = JSON.parse(await readFile(join(entry, 'outcome.json'), 'utf8')) as ActionOutcome;
    for (const artifact of run.action.outputs)
      await copyFolder(join(entry, 'outputs', artifact), await run.output(artifact));
    for (const image of await images(join(entry, 'images'))) {
      const target = join(options.imagesFolder, image);
      if (!existsSync(target)) await copyFolder(join(entry, 'images', image), target);
    }
    // A commit that is used stays; the bad commits of faults come and go.
    const now = new Date();
    await utimes(join(options.folder, options.commit), now, now);
    run.say('The outputs of an earlier build of this commit are used again.');
    return standIn(outcome);
  } catch {
    // Not there, or taken away by another rehearsal meanwhile: then it is built.
    return undefined;
  }
}

/** The action's own commands are not run this time, whatever their outcome was. */
function standIn(outcome: ActionOutcome): ActionOutcome {
  const here = 'not run again: the outputs of an earlier rehearsal of the same commit were taken';
  const reason = outcome.reason === undefined ? `Its commands were ${here}.` : `${outcome.reason} It was ${here}.`;
  return { ...outcome, verdict: 'stood in', reason, differences: [...outcome.differences, { onAws: 'builds', here }] };
}

async function keep(
  options: BuildCacheOptions,
  run: ActionRun<BuildConfiguration>,
  entry: string,
  outcome: ActionOutcome,
  before: readonly string[],
): Promise<void> {
  if (existsSync(entry)) return;
  const draft = join(options.folder, options.commit, `.draft-${randomUUID()}`);
  try {
    await mkdir(join(draft, 'outputs'), { recursive: true });
    for (const artifact of run.action.outputs)
      await copyFolder(await run.output(artifact), join(draft, 'outputs', artifact));
    for (const image of await images(options.imagesFolder)) {
      if (!before.includes(image)) await copyFolder(join(options.imagesFolder, image), join(draft, 'images', image));
    }
    await writeFile(join(draft, 'outcome.json'), JSON.stringify(outcome));
    await rename(draft, entry);
    await prune(options.folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Folders and notes of images. */
async function images(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

async function prune(folder: string): Promise<void> {
  const commits = await Promise.all(
    (await readdir(folder)).map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  );
  for (const { name } of commits.sort((a, b) => b.at - a.at).slice(keptCommits)) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}
