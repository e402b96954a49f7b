import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, RunError } from '../command/run-error';
import { type Configuration, configure } from '../configuration/configuration';
import { grantedBy } from '../configuration/granted';
import { configurationFile, loadConfiguration } from '../configuration/load';
import type { Machine } from '../executors/codebuild/machine';
import type { Revision } from '../executors/executor-context';
import type { EngineSearch } from '../executors/image/engine';
import { hostOfRegistry, publicRegistries } from '../network/allowed-host';
import { commitRegistries } from './commit-registries';
import { agree } from './consent';
import { searchEarly } from './engine-search';
import { Git } from './git';
import { goingOut, goOutOf } from './going-out';
import { keepingFor } from './kept-installation';
import { checkProfile } from './load-profile';
import { checkMachine, checkTools } from './machine-check';
import type { RehearsalOptions } from './options';
import { providePackages } from './packages';
import { findProject, isGuest, type Project } from './project';
import { Repository, rootOf } from './repository';
import type { CommitContext } from './run-context';
import type { Surroundings } from './surroundings';

/** A revision in a clone of its own, with the packages that it needs. */
export interface Clone {
  readonly folder: string;
  readonly revision: Revision;
  /** Folders of programs, those of its packages first, joined as in PATH. */
  readonly path: string;
}

/** The commit that is rehearsed, and the machine on which it is. */
export interface RehearsedCommit {
  readonly machine: Machine;
  readonly project: Project;
  /** What the commit tells the rehearsal. */
  readonly configuration: Configuration;
  readonly pushed: Clone;
  /** The commit whose pipeline stands deployed before the push; the same one unless the run was told of another. */
  readonly deployed: Clone;
  /** A search that is under way; it finds undefined where the image assets of the assembly say what is tried. */
  readonly engine: Promise<EngineSearch | undefined>;
  /** Home folder of the programs that are run before there is a job. */
  readonly home: string;
}

/**
 * Clones the commit and reads what it tells, after a look at the machine. The user's own tree is only read.
 *
 * A module of another repository than the rehearsal's own is never loaded into this process: what such a repository tells by a file
 * counts for nothing.
 *
 * @throws RunError if the run is refused: wrong use, or a machine that lacks something
 */
export async function takeCommit(run: CommitContext): Promise<RehearsedCommit> {
  const { options, surroundings, workDir, network, emit, signal } = run;
  const { toolsDir, neededBytes } = surroundings;
  emit({ type: 'phase', text: 'Looking at the commit and this machine' });
  const machine = given(options, await surroundings.lookAtMachine());
  goOutOf(machine, network);
  network.allow(options.allowed ?? []);
  await checkMachine({ toolsDir, path: machine.path, workParent: workDir, neededBytes });
  const found = await projectOf(run);
  const own = realpathSync(found.repository) === realpathSync(surroundings.root);
  const { project, pushed, deployed } = await takeRevisions(run, found);
  await agreeTo(run, { project, pushed, deployed }, own);

  const home = join(workDir, 'home');
  const provide = async (revision: Revision): Promise<Clone> => {
    const folder = rootOf(revision);
    network.allow(await registriesOf(folder, signal));
    // A private registry wants a token, which the repository's settings take from a variable.
    const told = { ...machine, network: { ...options.variables, ...machine.network } };
    const foreign = options.project === undefined ? undefined : project.repository;
    const keeping = keepingFor(surroundings, foreign, told.network);
    const place = { clone: folder, app: project.app, home, keeping };
    const install = (reaching: Machine) => providePackages(place, reaching, signal);
    return { folder, revision, path: await goingOut(network, 'packages', told, install) };
  };
  const clone = await provide(pushed);
  const told = own ? load(surroundings, join(clone.folder, project.app)) : configure(configurationFile, {});
  const configuration = await fitting(run, told, clone.folder, machine);
  network.allow(configuration.network.allowed ?? []);
  emit({ type: 'granted', ...grantedBy(configuration) });
  const engine = searchEarly(join(clone.folder, configuration.dockerfile), machine.path, signal);
  const before = deployed === undefined ? clone : await provide(deployed);
  return { machine, project, configuration, pushed: clone, deployed: before, engine, home };
}

/** What the commands of a commit are given of this machine: those of another repository write into no cache of the person's. */
function given({ project }: RehearsalOptions, machine: Machine): Machine {
  if (project === undefined) return machine;
  const cache = join(machine.toolsDir, 'rehearsal-npm-cache');
  return { ...machine, network: { ...machine.network, npm_config_cache: cache } };
}

/** The repository that the run was told of; else the one that the rehearsal belongs to, whose app is its root. */
async function projectOf({ options, surroundings, signal }: CommitContext): Promise<Project> {
  if (options.project === undefined) return { repository: surroundings.root, app: '' };
  return findProject(options.project, signal);
}

interface Revisions {
  /** What is rehearsed of the repository. */
  readonly project: Project;
  readonly pushed: Revision;
  readonly deployed: Revision | undefined;
}

/** The commits of a run, each in a clone of its own. Of another app's repository a guest's folder alone is taken. */
async function takeRevisions(run: CommitContext, found: Project): Promise<Revisions> {
  const { pushed, deployed } = await cloneRevisions(run, found);
  const { repository, app } = found;
  if (!isGuest(pushed.repository, app)) return { project: found, pushed, deployed };
  run.emit({ type: 'phase', text: `${app} lies in the repository of another app, and is taken for one of its own` });
  return {
    project: { repository: join(repository, app), app: '' },
    pushed: { ...pushed, root: app },
    deployed: deployed && { ...deployed, root: app },
  };
}

async function cloneRevisions(
  { options, workDir, emit, signal }: CommitContext,
  project: Project,
): Promise<Pick<Revisions, 'pushed' | 'deployed'>> {
  const repository = await Repository.open(project.repository, signal);
  const commit = await repository.resolve(options.commit ?? 'HEAD');
  const before = options.deployed ?? options.from;
  const other = before === undefined ? undefined : await repository.resolve(before);
  if (options.from !== undefined && other === commit && !options.workingTree) {
    const message = `--from ${options.from} is the rehearsed commit itself, ${commit.slice(0, 10)}: that is no update. Name an earlier one; "git log" shows which there are.`;
    throw new RunError('TAP4088', exitCodes.wrongUse, message);
  }
  if (!options.workingTree) await repository.warnOfUncommitted(options.out, emit);
  const folder = join(workDir, 'pushed');
  const pushed = options.workingTree
    ? await repository.snapshot(folder, options.out)
    : await repository.clone(commit, folder);
  emit({ type: 'run-started', commit: pushed.commit, subject: pushed.subject, workingTree: options.workingTree });
  const deployed = other === undefined ? undefined : await repository.clone(other, join(workDir, 'deployed'));
  return { pushed, deployed };
}

/** What a project's commits say is executed only once somebody has agreed. */
async function agreeTo(run: CommitContext, { project, pushed, deployed }: Revisions, own: boolean): Promise<void> {
  const { options, surroundings, emit, signal } = run;
  if (options.project === undefined) return;
  const clones = [rootOf(pushed), ...(deployed === undefined ? [] : [rootOf(deployed)])] as const;
  const hosts = (await Promise.all(clones.map((clone) => registriesOf(clone, signal)))).flat();
  const registries = hosts.filter((host) => !publicRegistries.includes(host));
  await agree({ project, clones, own, registries, options, surroundings, emit, signal });
}

/** Hosts of the registries that the files of a commit name. */
async function registriesOf(clone: string, signal: AbortSignal): Promise<readonly string[]> {
  return (await commitRegistries(new Git(clone, signal))).flatMap(hostOfRegistry);
}

function load(surroundings: Surroundings, app: string): Configuration {
  return (surroundings.loadConfiguration ?? loadConfiguration)(app);
}

/**
 * What the commit tells, once it is known that the run's options fit it.
 *
 * @throws RunError TAP4046 for a fault that it does not have, TAP4047 for a missing tool, TAP4059 for an unknown load profile
 */
async function fitting(
  run: CommitContext,
  configuration: Configuration,
  clone: string,
  { path }: Machine,
): Promise<Configuration> {
  const { options, surroundings, faults, emit } = run;
  if (configuration.gates === undefined) {
    const message = 'The repository tells of no evidence that its gates leave: a pass means that a job ended with 0.';
    emit({ type: 'warning', code: 'TAP4070', message });
  }
  faults.choose(configuration.faults);
  const tools = configuration.tools.map(({ program }) => program);
  checkTools({ toolsDir: surroundings.toolsDir, path }, tools);
  await checkProfile(options.profile, configuration.load, clone);
  return configuration;
}
