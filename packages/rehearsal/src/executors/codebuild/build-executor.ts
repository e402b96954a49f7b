import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ActionOutcome, Executor } from '../../engine/executor';
import type { BuildConfiguration } from '../../model/action-configuration';
import { readBuildSpec } from '../../model/build-spec';
import type { ExecutorContext } from '../executor-context';
import { copyFolder } from './collect-files';
import { provideCorepack } from './corepack-command';
import { findBuildSpec } from './find-build-spec';
import { type Job, primaryInput } from './job';
import type { Equip } from './job-equipment';
import { makeJobFolder } from './job-folder';
import { jobVariables } from './job-variables';
import { judgeJob } from './judge-job';
import { providePython } from './python-environment';
import { runCommands } from './run-commands';
import { provideYarn } from './yarn-command';

/** Runs the build specification of the deployed project, as CodeBuild would. */
export function buildExecutor(context: ExecutorContext, equip: Equip): Executor<BuildConfiguration> {
  let builds = 0;
  return async (run) => {
    const { action, configuration, where } = run;
    const project = await context.cloud.project(configuration.project, action.account, action.region);
    const primary = primaryInput(run);
    const source = primary === undefined ? undefined : run.input(primary);
    const spec = readBuildSpec(where, await findBuildSpec(where, project.buildspec, source));
    builds += 1;
    const name = `${builds}-${where.replace(/[^\w.-]+/g, '-')}`;
    const folder = await makeJobFolder(join(context.workDir, 'jobs', name));
    await Promise.all([providePython(folder), provideCorepack(folder.preferred), provideYarn(folder)]);
    try {
      return await build({ context, run, project, spec, folder, number: builds }, equip);
    } finally {
      // Not waited for: it takes seconds, and the run's end removes what is left.
      if (!context.keep) void rm(folder.root, { recursive: true, force: true }).catch(() => undefined);
    }
  };
}

async function build(job: Job, equip: Equip): Promise<ActionOutcome> {
  const { context, run, project, folder } = job;
  const { env, secrets, differences } = await jobVariables(job);
  const equipment = project.privileged ? await equip(folder, env, run.signal) : undefined;
  try {
    await layInputs(job);
    const resultFolder = join(context.reportDir, 'jobs', run.stage, run.action.name);
    const logFile = join(resultFolder, 'log.txt');
    const commands = await runCommands(job, { env: { ...env, ...equipment?.env }, secrets }, logFile);
    return await judgeJob(job, { commands, env, differences, equipment, resultFolder, logFile });
  } finally {
    await equipment?.end();
  }
}

/** Copies the inputs to where the job looks for them: they may be written there, as in CodeBuild. */
async function layInputs({ run, folder }: Job): Promise<void> {
  const primary = primaryInput(run);
  for (const artifact of run.action.inputs) {
    const to = artifact === primary ? folder.source : join(folder.sources, artifact);
    await copyFolder(run.input(artifact), to);
  }
}
