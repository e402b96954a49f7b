import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration } from '../configuration/configuration';
import { loadConfiguration } from '../configuration/load';
import type { Machine } from '../executors/codebuild/machine';
import type { Revision } from '../executors/executor-context';
import { findBaseImage } from '../executors/image/base-image';
import { type EngineSearch, findEngine } from '../executors/image/engine';
import type { Cdk } from './cdk';
import { checkProfile } from './load-profile';
import { checkMachine, checkTools } from './machine-check';
import { provideModules } from './modules';
import { Repository } from './repository';
import type { RunContext } from './run-context';

/** A revision in a clone of its own, with the modules that it needs. */
export interface Clone {
  readonly folder: string;
  readonly revision: Revision;
}

/** The commit that is rehearsed, and the machine on which it is. */
export interface RehearsedCommit {
  readonly machine: Machine;
  /** What the commit tells the rehearsal. */
  readonly configuration: Configuration;
  readonly pushed: Clone;
  /** The commit whose pipeline stands deployed before the push; the same one unless the run was told of another. */
  readonly deployed: Clone;
  /** A search that is under way. */
  readonly engine: Promise<EngineSearch>;
  /** Home folder of the programs that are run before there is a job. */
  readonly home: string;
}

/**
 * Clones the commit and reads what it tells, after a look at the machine. The user's own tree is only read.
 *
 * @throws RunError if the run is refused: wrong use, or a machine that lacks something
 */
export async function takeCommit(run: RunContext): Promise<RehearsedCommit> {
  const { options, surroundings, workDir, emit, signal } = run;
  const { root, toolsDir, neededBytes } = surroundings;
  emit({ type: 'phase', text: 'Looking at the commit and this machine' });
  const machine = await surroundings.lookAtMachine();
  await checkMachine({ toolsDir, path: machine.path, workParent: workDir, neededBytes });
  const repository = await Repository.open(root, signal);
  const commit = await repository.resolve(options.commit ?? 'HEAD');
  const other = options.deployed === undefined ? undefined : await repository.resolve(options.deployed);
  if (!options.workingTree) await repository.warnOfUncommitted(options.out, emit);

  const home = join(workDir, 'home');
  await mkdir(home);
  const clone = async (name: string, make: (folder: string) => Promise<Revision>): Promise<Clone> => {
    const folder = join(workDir, name);
    const revision = await make(folder);
    await provideModules(root, folder, machine, home, signal);
    return { folder, revision };
  };
  const pushed = await clone('pushed', (folder) =>
    options.workingTree ? repository.snapshot(folder, options.out) : repository.clone(commit, folder),
  );
  const { revision, folder } = pushed;
  emit({ type: 'run-started', commit: revision.commit, subject: revision.subject, workingTree: options.workingTree });
  const configuration = await configure(run, folder, machine);
  const engine = searchEngine(folder, configuration.dockerfile, machine.path, signal);
  // The search is waited for when the commit is pushed; its abort must not count as nobody's.
  engine.catch(() => undefined);
  const deployed = other === undefined ? pushed : await clone('deployed', (to) => repository.clone(other, to));
  return { machine, configuration, pushed, deployed, engine, home };
}

/** The CDK's command line as a clone of the commit has it. */
export function cdkIn({ folder }: Clone, commit: RehearsedCommit, signal: AbortSignal): Cdk {
  const { machine, configuration, home } = commit;
  return { clone: folder, machine, variables: configuration.variables, home, signal };
}

/**
 * What the commit tells, once it is known that the run's options fit it.
 *
 * @throws RunError TAP4046 for a fault that it does not have, TAP4047 for a missing tool, TAP4059 for an unknown load profile
 */
async function configure(run: RunContext, clone: string, { path }: Machine): Promise<Configuration> {
  const { options, surroundings, faults } = run;
  const configuration = (surroundings.loadConfiguration ?? loadConfiguration)(clone);
  faults.choose(configuration.faults);
  const tools = configuration.tools.map(({ program }) => program);
  checkTools({ toolsDir: surroundings.toolsDir, path }, tools);
  await checkProfile(options.profile, configuration.load, clone);
  return configuration;
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
