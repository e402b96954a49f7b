import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { matchesPattern } from '../../model/glob';
import { copyFolder } from '../codebuild/collect-files';
import { type BuildStage, expand, type Instruction, keyValue, variablePairs } from './dockerfile';

export interface StandInBuild {
  readonly stages: readonly BuildStage[];
  readonly context: string;
  /** The context's files that may be copied. */
  readonly files: readonly string[];
  /** Scratch folder of its own; each stage gets a folder below it that stands for its root. */
  readonly scratch: string;
  readonly buildArguments: Readonly<Record<string, string>>;
  /** Runs one command of a RUN line in a folder; its status. */
  readonly run: (command: string, folder: string, env: Readonly<Record<string, string>>) => Promise<number>;
  readonly say: (line: string) => void;
}

export interface StandInImage {
  /** Folder that stands for the working directory of the last stage. */
  readonly folder: string;
  readonly ran: readonly string[];
  readonly notRun: readonly string[];
}

/**
 * Does what a Dockerfile says without a container: COPY inside folders that stand for the stages' roots, and of RUN only
 * what npm and node do, with this machine's Node. Everything else of RUN is listed, not run.
 *
 * @throws CodedError TAP4210 if a command fails, TAP4211 for a COPY that finds nothing
 */
export async function standInBuild(build: StandInBuild): Promise<StandInImage> {
  const roots = new Map<string, StageState>();
  const ran: string[] = [];
  const notRun: string[] = [];
  let last: StageState | undefined;
  for (const [index, stage] of build.stages.entries()) {
    const root = join(build.scratch, `stage-${index}`);
    await mkdir(root, { recursive: true });
    const parent = roots.get(stage.from.toLowerCase());
    const state: StageState = { root, workdir: parent?.workdir ?? '/', env: { ...parent?.env } };
    if (parent) await copyFolder(parent.root, root);
    for (const instruction of stage.instructions) await carryOut(build, roots, state, instruction, { ran, notRun });
    roots.set(String(index), state);
    if (stage.name !== undefined) roots.set(stage.name, state);
    last = state;
  }
  if (!last) throw new CodedError('TAP4211', 'The Dockerfile has no FROM.');
  return { folder: join(last.root, last.workdir), ran, notRun };
}

interface StageState {
  readonly root: string;
  workdir: string;
  readonly env: Record<string, string>;
}

async function carryOut(
  build: StandInBuild,
  roots: ReadonlyMap<string, StageState>,
  state: StageState,
  { name, args, line }: Instruction,
  lists: { readonly ran: string[]; readonly notRun: string[] },
): Promise<void> {
  switch (name) {
    case 'WORKDIR':
      state.workdir = posix.resolve('/', state.workdir, expand(args, state.env));
      await mkdir(join(state.root, state.workdir), { recursive: true });
      return;
    case 'ENV':
      for (const [key, value] of variablePairs(args, state.env)) state.env[key] = value;
      return;
    case 'ARG': {
      const { key, value } = keyValue(args);
      const given = build.buildArguments[key] ?? value;
      if (given !== undefined) state.env[key] = expand(given, state.env);
      return;
    }
    case 'COPY':
    case 'ADD':
      return copy(build, roots, state, `line ${line}: ${name} ${args}`, expand(args, state.env), lists.notRun);
    case 'RUN':
      return run(build, state, args, lists);
    default:
      // USER, EXPOSE, CMD, HEALTHCHECK and the like say how a container runs, and change no file.
      return;
  }
}

async function run(
  build: StandInBuild,
  state: StageState,
  args: string,
  lists: { readonly ran: string[]; readonly notRun: string[] },
): Promise<void> {
  const text = args.replace(/^(--\S+\s+)+/, '');
  let { workdir } = state;
  for (const command of text.split(/&&|;/).map((part) => part.trim())) {
    if (command === '') continue;
    const [, changed] = /^cd\s+(\S+)$/.exec(command) ?? [];
    if (changed !== undefined) {
      workdir = posix.resolve('/', workdir, expand(changed, state.env));
      continue;
    }
    if (!/^(\w+=\S*\s+)*(npm|npx|node)(\s|$)/.test(command)) {
      lists.notRun.push(command);
      build.say(`not run here: ${command}`);
      continue;
    }
    build.say(`run: ${command}`);
    const folder = join(state.root, workdir);
    await mkdir(folder, { recursive: true });
    const status = await build.run(command, folder, state.env);
    if (status !== 0) throw new CodedError('TAP4210', `"${command}" ended with ${status}.`);
    lists.ran.push(command);
  }
}

async function copy(
  build: StandInBuild,
  roots: ReadonlyMap<string, StageState>,
  state: StageState,
  where: string,
  args: string,
  notRun: string[],
): Promise<void> {
  const words = args.startsWith('[') ? (JSON.parse(args) as string[]) : args.split(/\s+/);
  const flags = words.filter((word) => word.startsWith('--'));
  const paths = words.filter((word) => !word.startsWith('--'));
  const destination = paths.at(-1) ?? '';
  const sources = paths.slice(0, -1);
  const target = join(state.root, posix.resolve('/', state.workdir, destination));
  const intoFolder = destination.endsWith('/') || destination === '.' || sources.length > 1;
  const from = flags.find((flag) => flag.startsWith('--from='))?.slice('--from='.length);
  if (from !== undefined) {
    const stage = roots.get(from.toLowerCase());
    if (!stage) {
      notRun.push(where);
      return;
    }
    for (const source of sources) await copyFromStage(stage, source, target, intoFolder, where);
    return;
  }
  for (const source of sources) {
    if (/^https?:/.test(source)) notRun.push(where);
    else await copyFromContext(build, source, target, intoFolder, where);
  }
}

async function copyFromStage(
  stage: StageState,
  source: string,
  target: string,
  intoFolder: boolean,
  where: string,
): Promise<void> {
  const path = join(stage.root, posix.resolve('/', stage.workdir, source));
  const isFolder = await readdir(path).then(
    () => true,
    () => false,
  );
  const to = isFolder || !intoFolder ? target : join(target, posix.basename(source));
  try {
    await cp(path, to, { recursive: true, verbatimSymlinks: true });
  } catch (error) {
    throw new CodedError('TAP4211', `${where} finds nothing to copy.`, { cause: error });
  }
}

async function copyFromContext(
  build: StandInBuild,
  source: string,
  target: string,
  intoFolder: boolean,
  where: string,
): Promise<void> {
  const pattern = posix.normalize(source).replace(/^\/|\/$/g, '');
  let copied = 0;
  for (const path of build.files) {
    const inside = pattern === '.' ? path : path.startsWith(`${pattern}/`) ? path.slice(pattern.length + 1) : undefined;
    const isFile = inside === undefined && matchesPattern(pattern, path);
    if (inside === undefined && !isFile) continue;
    const to = inside !== undefined ? join(target, inside) : intoFolder ? join(target, posix.basename(path)) : target;
    await rm(to, { force: true });
    await cp(join(build.context, path), to, { recursive: true });
    copied += 1;
  }
  if (copied === 0) throw new CodedError('TAP4211', `${where} finds nothing to copy in the build's context.`);
}
