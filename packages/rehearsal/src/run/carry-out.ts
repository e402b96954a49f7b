import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalCloud } from '../cloud/base/contracts';
import { exitCodes, RunError } from '../command/run-error';
import { loadConfiguration } from '../configuration/load';
import type { PipelineResult } from '../engine/execute-pipeline';
import type { Emit } from '../events/events';
import type { Revision } from '../executors/executor-context';
import { findBaseImage } from '../executors/image/base-image';
import { type EngineSearch, findEngine } from '../executors/image/engine';
import { terminalApprover, yesApprover } from '../executors/terminal-approver';
import { buildStage, placesIn, stageOf } from '../faults/places';
import type { Assembly } from './assembly';
import { tellingAwsPace } from './aws-pace';
import type { Cdk } from './cdk';
import { deployPipeline } from './deploy-pipeline';
import type { FaultPlan } from './fault-plan';
import { checkProfile } from './load-profile';
import { checkDatabase, checkMachine, checkTools } from './machine-check';
import { provideModules } from './modules';
import type { RehearsalOptions } from './options';
import { runPipeline } from './pipeline-run';
import { Repository } from './repository';
import type { StartCloud } from './start-cloud';
import { clockFactor, defaultAccount, defaultRegion, type Surroundings } from './surroundings';
import { synthesize } from './synthesize';

/** Resources behind which a database server is started. */
const databaseTypes = ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'];

export interface CarryOut {
  readonly options: RehearsalOptions;
  readonly surroundings: Surroundings;
  readonly workDir: string;
  readonly faults: FaultPlan;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly startCloud: StartCloud;
  /** Called as soon as there is a cloud, so that it can be stopped whatever happens next. */
  readonly onCloud: (cloud: LocalCloud) => void;
}

/**
 * The whole way of a commit: from the user's repository to the last stage asked for.
 *
 * @throws RunError with the run's exit code; the signal's reason if it is aborted
 */
export async function carryOut(run: CarryOut): Promise<PipelineResult> {
  const { options, surroundings, workDir, faults, emit, signal } = run;
  const { root, toolsDir } = surroundings;
  emit({ type: 'phase', text: 'Looking at the commit and this machine' });
  const machine = await surroundings.lookAtMachine();
  const { path, databaseUrl } = machine;
  await checkMachine({ toolsDir, path, workParent: workDir, neededBytes: surroundings.neededBytes });
  const repository = await Repository.open(root, signal);
  const commit = await repository.resolve(options.commit ?? 'HEAD');
  const deployedCommit = options.deployed === undefined ? undefined : await repository.resolve(options.deployed);
  if (!options.workingTree) await repository.warnOfUncommitted(options.out, emit);

  const home = join(workDir, 'home');
  await mkdir(home);
  const clone = async (name: string, make: (folder: string) => Promise<Revision>) => {
    const folder = join(workDir, name);
    const revision = await make(folder);
    await provideModules(root, folder, machine, home, signal);
    return { folder, revision };
  };
  const pushed = await clone('pushed', (folder) =>
    options.workingTree ? repository.snapshot(folder, options.out) : repository.clone(commit, folder),
  );
  emit({
    type: 'run-started',
    commit: pushed.revision.commit,
    subject: pushed.revision.subject,
    workingTree: options.workingTree,
  });
  const configuration = (surroundings.loadConfiguration ?? loadConfiguration)(pushed.folder);
  faults.choose(configuration.faults);
  checkTools(
    { toolsDir, path },
    configuration.tools.map(({ program }) => program),
  );
  await checkProfile(options.profile, configuration.load, pushed.folder);
  const engine = searchEngine(pushed.folder, configuration.dockerfile, path, signal);
  // The search is waited for below; its abort must not count as nobody's.
  engine.catch(() => undefined);

  const before =
    deployedCommit === undefined
      ? pushed
      : await clone('deployed', (folder) => repository.clone(deployedCommit, folder));
  const cdkIn = (folder: string): Cdk => ({ clone: folder, machine, variables: configuration.variables, home, signal });
  const assemble = ({ folder, revision }: { folder: string; revision: Revision }): Promise<Assembly> =>
    synthesize(
      cdkIn(folder),
      revision,
      {
        account: defaultAccount,
        pipelineStack: configuration.pipelineStack,
        synth: configuration.synth,
        kept: surroundings.assembliesFolder,
      },
      emit,
    );
  const assembly = await assemble(before);
  // The pushed commit's own stages count: self-mutation brings them.
  const ownAssembly = before === pushed ? assembly : await assemble(pushed);
  await checkStages(options.until, faults, ownAssembly);
  if (await ownAssembly.hasAny(databaseTypes)) checkDatabase({ toolsDir, path }, databaseUrl);

  emit({ type: 'phase', text: 'Starting the local cloud' });
  const imagesFolder = join(workDir, 'images');
  const { cloud, backing } = await run.startCloud(
    {
      workDir,
      toolsDir,
      defaultAccount,
      defaultRegion,
      clockFactor,
      loadSeconds: options.profile === undefined ? configuration.load?.seconds : undefined,
      emit,
    },
    { imagesFolder, withDatabase: configuration.services.withDatabase ?? {} },
  );
  run.onCloud(cloud);
  faults.started(cloud, backing.faults);
  signal.throwIfAborted();
  await deployPipeline(cloud, cdkIn(before.folder), assembly, before.revision.commit, emit);

  const push = async (revision: Revision, until: string | undefined, withFaults: boolean) =>
    runPipeline({
      cloud,
      environmentDifferences: (environment) => backing.differencesOf(environment),
      revision,
      machine,
      configuration,
      containerEngine: await engine,
      approver: options.yes ? yesApprover : terminalApprover(surroundings.input, surroundings.output),
      workDir,
      imagesFolder,
      reportDir: options.out,
      keep: options.keep,
      emit: tellingAwsPace(emit, backing, configuration.gates),
      signal,
      hooks: withFaults ? faults.hooks : [],
      ...(until === undefined ? {} : { until }),
      ...(options.profile === undefined ? {} : { profile: options.profile }),
      // A snapshot of the working tree is another commit each time.
      ...(surroundings.buildsFolder === undefined || options.workingTree
        ? {}
        : { builds: { folder: surroundings.buildsFolder, reuse: reusesBuilds(faults) } }),
    });
  if (faults.promotedFirst !== undefined) {
    emit({ type: 'phase', text: `Promoting the good commit to ${faults.promotedFirst} first` });
    const promoted = await push(pushed.revision, faults.promotedFirst, false);
    // The good commit does not pass: whatever the fault would do, nothing can be said of it.
    if (promoted.verdict === 'stopped') return promoted;
  }
  const good = pushed.revision;
  const result = await push(await faults.commitOnTop(good, signal), options.until, true);
  if (result.verdict !== 'stopped' || !faults.pushesAgain(result.by)) return result;
  emit({ type: 'phase', text: 'Pushing the good commit again, which must find its way' });
  return push(good, options.until, false);
}

/** Only a fault looks away from the build: the same commit was built before. What a build must stop has to be built. */
function reusesBuilds({ faults }: FaultPlan): boolean {
  return faults.length > 0 && faults.every(({ gate }) => stageOf(gate) !== buildStage);
}

async function searchEngine(
  clone: string,
  dockerfile: string,
  path: string,
  signal: AbortSignal,
): Promise<EngineSearch> {
  const base = await findBaseImage(clone, dockerfile);
  if (base === undefined) {
    return { engine: undefined, reason: `the commit has no ${dockerfile} whose base could be tried` };
  }
  return findEngine(base, path, signal);
}

/**
 * Places the ordered faults in the pipeline, and looks whether the run comes to them.
 *
 * @throws RunError TAP4045, TAP4062 or TAP4063 if it doesn't
 */
async function checkStages(until: string | undefined, plan: FaultPlan, assembly: Assembly): Promise<void> {
  if (until === undefined && plan.faults.length === 0) return;
  const { stack, stages: synthesized } = await assembly.pipeline();
  if (plan.faults.length > 0) plan.meet(placesIn(synthesized));
  const { faults } = plan;
  const stages = synthesized.map(({ name }) => name);
  const nowhere = faults.find(({ gate }) => !stages.includes(stageOf(gate)));
  if (nowhere) {
    throw new RunError(
      'TAP4063',
      exitCodes.wrongUse,
      `--fault ${nowhere.name}: the pipeline has no stage ${stageOf(nowhere.gate)}, which is to stop it; it has ${stages.join(', ')}.`,
    );
  }
  if (until === undefined) return;
  if (!stages.includes(until)) {
    throw new RunError(
      'TAP4045',
      exitCodes.wrongUse,
      `--until "${until}": the pipeline of ${stack} has no such stage; it has ${stages.join(', ')}.`,
    );
  }
  const missed = faults.find(({ gate }) => stages.indexOf(stageOf(gate)) > stages.indexOf(until));
  if (missed) {
    throw new RunError(
      'TAP4062',
      exitCodes.wrongUse,
      `--until "${until}": the run would end before ${missed.gate}, which is to stop the fault ${missed.name}; name a later stage, or none.`,
    );
  }
}
