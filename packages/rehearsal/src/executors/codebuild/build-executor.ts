import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployedProject } from '../../cloud/base/contracts';
import type { ActionOutcome, ActionRun, Executor } from '../../engine/executor';
import type { Difference } from '../../events/events';
import type { BuildConfiguration } from '../../model/action-configuration';
import { type BuildSpec, readBuildSpec } from '../../model/build-spec';
import type { ExecutorContext } from '../executor-context';
import { codebuildVariables } from './codebuild-variables';
import { copyFolder } from './collect-files';
import { buildDifferences } from './differences';
import { declaredVariables } from './environment';
import { findBuildSpec } from './find-build-spec';
import { collectResults, objection } from './gate-results';
import { baseEnvironment, type JobFolder, makeJobFolder } from './job-folder';
import { JobLog } from './job-log';
import { loadDifferences } from './load-length';
import { fillOutputs } from './output-artifacts';
import { type CommandRunner, runPhases } from './run-phases';
import { ShellSession } from './shell-session';
import { cloudValueStore } from './value-store';
import { commandFailed, whyNotPassed } from './why-failed';

/** Something that has to be on a job's PATH, and what it has to say afterwards. */
export interface JobEquipment {
  /** Environment variables for the job. */
  readonly env: Readonly<Record<string, string>>;
  /** What it did in place of the real thing; `standIn` if an action with it has `stood in`. */
  report(): Promise<{ readonly differences: readonly Difference[]; readonly standIn?: string }>;
  /** Takes back what it left outside the job's folder; called however the job ends. */
  end(): Promise<void>;
}

/** Equips the jobs of privileged projects, which are those that build containers. */
export type Equip = (
  folder: JobFolder,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<JobEquipment>;

type BuildRun = ActionRun<BuildConfiguration>;

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
    try {
      return await build(context, run, equip, { project, spec, folder, number: builds });
    } finally {
      // Not waited for: it takes seconds, and the run's end removes what is left.
      if (!context.keep) void rm(folder.root, { recursive: true, force: true }).catch(() => undefined);
    }
  };
}

interface Job {
  readonly project: DeployedProject;
  readonly spec: BuildSpec;
  readonly folder: JobFolder;
  readonly number: number;
}

async function build(context: ExecutorContext, run: BuildRun, equip: Equip, job: Job): Promise<ActionOutcome> {
  const { action, where, signal } = run;
  const { project, spec, folder } = job;
  const { env, secrets, differences } = await environmentOf(context, run, job);
  const equipment = project.privileged ? await equip(folder, env, signal) : undefined;
  await layInputs(run, folder);
  const resultFolder = join(context.reportDir, 'jobs', run.stage, action.name);
  const logFile = join(resultFolder, 'log.txt');
  const log = await JobLog.open(logFile, secrets, run.say);
  const shell = new ShellSession({
    folder: folder.source,
    env: { ...env, ...equipment?.env },
    stateFolder: folder.state,
    onLine: (line) => log.line(line),
  });
  let timedOut = false;
  const limit = setTimeout(() => {
    timedOut = true;
    void shell.end();
  }, project.timeoutMinutes * 60_000);
  const abort = () => void shell.end();
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    let said: readonly string[] | undefined;
    const watched: CommandRunner = {
      run: async (command) => {
        log.nextCommand();
        const status = await shell.run(command);
        // What the first failed command said, not what `finally` said after it.
        if (status !== 0) said ??= log.ofCommand();
        return status;
      },
    };
    const failed = await runPhases(spec, watched, (line) => log.line(line));
    const exported = failed ? {} : await shell.values(spec.exportedVariables);
    await shell.end();
    signal.throwIfAborted();
    const { gates } = context;
    const gate = gates?.identify(env);
    const judged = await collectResults(folder.source, spec, resultFolder, gates, gate);
    for (const evidence of judged) run.emit({ type: 'gate-judged', evidence });
    const equipped = await equipment?.report();
    const all = [
      ...differences,
      ...(equipped?.differences ?? []),
      ...judged.flatMap((one) => loadDifferences(gates?.loadLength?.(one))),
    ];
    const fail = (reason: string): ActionOutcome => ({
      verdict: 'fail',
      reason: [reason, `Log: ${logFile}`].join('\n'),
      differences: all,
    });
    if (timedOut) return fail(`It took longer than ${project.timeoutMinutes} minutes: all its processes were ended.`);
    if (failed) return fail((gates && whyNotPassed(judged, gates)) ?? commandFailed(failed, said ?? []));
    const objected = gates && gate && objection(judged, gates);
    if (objected !== undefined) return fail(objected);
    const missing = await fillOutputs(folder.source, spec, action.outputs, run.output);
    if (missing !== undefined) return fail(missing);
    for (const output of action.outputs) {
      all.push(...(await context.inspectOutput(await run.output(output), signal)));
    }
    if (equipped?.standIn !== undefined) {
      return { verdict: 'stood in', reason: equipped.standIn, differences: all, variables: exported };
    }
    return { verdict: 'pass', differences: all, variables: exported };
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', abort);
    await shell.end();
    await equipment?.end();
    await log.close();
  }

  async function layInputs({ input }: BuildRun, { source, sources }: JobFolder): Promise<void> {
    for (const artifact of action.inputs) {
      await copyFolder(input(artifact), artifact === primaryInput(run) ? source : join(sources, artifact));
    }
  }

  async function environmentOf(
    { cloud, machine, revision, jobEnvironment }: ExecutorContext,
    { configuration, variables }: BuildRun,
    { number }: Job,
  ): Promise<{ env: Record<string, string>; secrets: readonly string[]; differences: Difference[] }> {
    const { account, region } = action;
    const aws = cloud.awsEnvironment({ name: `job ${where}`, account, region, roleArn: project.serviceRole });
    const declared = await declaredVariables(
      where,
      spec,
      project,
      configuration.environmentVariables,
      variables,
      cloudValueStore(where, aws),
    );
    const found = buildDifferences(project, spec);
    const localised = Object.entries(declared.values).map(([name, value]) => {
      const local = cloud.backing.localise(value);
      found.push(...local.differences);
      return [name, local.text] as const;
    });
    for (const [name, value] of Object.entries(jobEnvironment)) {
      found.push({ onAws: `${name} is not set by the rehearsal's command line`, here: `${name}=${value}` });
    }
    if (machine.databaseUrl !== undefined) {
      found.push({ onAws: 'DATABASE_URL is not set', here: 'set by the person who rehearses' });
    }
    const secondary = action.inputs.filter((artifact) => artifact !== primaryInput(run));
    const build = { id: randomUUID(), number, startedAt: Date.now(), commit: revision.commit };
    return {
      env: {
        ...baseEnvironment(machine, folder),
        ...codebuildVariables(run, project, folder, build, secondary),
        ...Object.fromEntries(localised),
        ...jobEnvironment,
        // Last, so that nothing a project declares can lead its calls out of the local cloud.
        ...aws,
      },
      secrets: [...declared.secrets, ...(machine.databaseUrl === undefined ? [] : [machine.databaseUrl])],
      differences: found,
    };
  }
}

function primaryInput({ action, configuration }: BuildRun): string | undefined {
  return configuration.primarySource ?? action.inputs[0];
}
