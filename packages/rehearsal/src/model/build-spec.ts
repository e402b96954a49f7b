import { CodedError } from '@delivery/coded-error';
import { parse } from 'yaml';
import { z } from 'zod';
import { noRuntime } from './runtime-versions';

/** The phases of a build that carry commands, in their order. */
export const phaseNames = ['install', 'pre_build', 'build', 'post_build'] as const;
export type PhaseName = (typeof phaseNames)[number];

/** What happens after a failed command: `ABORT` ends the build, `CONTINUE` goes on with the next phase. */
export type OnFailure = 'ABORT' | 'CONTINUE';

export interface Phase {
  readonly commands: readonly string[];
  /** Run after the commands, also after failed ones. */
  readonly finally: readonly string[];
  readonly onFailure?: OnFailure;
}

/** Files that become an artifact, or a report. */
export interface FileSelection {
  readonly files: readonly string[];
  readonly excludePaths: readonly string[];
  /** Relative to the source folder, which is the default. */
  readonly baseDirectory: string;
  /** Whether all files land side by side, without their folders. */
  readonly discardPaths: boolean;
}

export interface ReportSelection extends FileSelection {
  /** Name or ARN of the report group. */
  readonly group: string;
  /** For example `JUNITXML` or `CLOVERXML`. */
  readonly format: string;
}

/** A build specification of version 0.2, as far as it can be carried out here; the rest is in `notHonoured`. */
export interface BuildSpec {
  /** `sh` is whatever the build image has by that name. */
  readonly shell: 'sh' | 'bash';
  readonly variables: Readonly<Record<string, string>>;
  readonly parameterStore: Readonly<Record<string, string>>;
  readonly secretsManager: Readonly<Record<string, string>>;
  readonly exportedVariables: readonly string[];
  readonly phases: Readonly<Partial<Record<PhaseName, Phase>>>;
  readonly artifacts?: FileSelection;
  readonly secondaryArtifacts: Readonly<Record<string, FileSelection>>;
  readonly reports: readonly ReportSelection[];
  /** Settings that have no effect here, as words: `runtime-versions nodejs 24`. */
  readonly notHonoured: readonly string[];
}

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
/** A null value stands for an empty list, as in `commands:` with nothing below it. */
const list = z
  .union([scalar.transform((one) => [one]), z.array(scalar), z.null().transform((): string[] => [])])
  .default([]);
const record = z.record(z.string(), scalar).nullish();
const yesNo = z.union([z.enum(['yes', 'no']), z.boolean()]).default('no');

/** A mapping whose keys are all known; one that is not may be a command or a file list that nobody would ever read. */
function mapping<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown ${issue.keys?.map((key) => JSON.stringify(key)).join(', ')}; known here: ${Object.keys(shape).join(', ')}`
        : undefined,
  });
}

const phaseSchema = mapping({
  commands: list,
  finally: list,
  'on-failure': z.string().optional(),
  'runtime-versions': record,
  'run-as': z.string().optional(),
});

const selectionShape = {
  files: list,
  'exclude-paths': list,
  'base-directory': z.string().default('.'),
  'discard-paths': yesNo,
};
const artifactShape = {
  ...selectionShape,
  name: z.string().optional(),
  'enable-symlinks': yesNo,
  's3-prefix': z.string().optional(),
};

/** All that a build specification may hold: https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html */
const schema = mapping({
  version: scalar,
  'run-as': z.string().optional(),
  env: mapping({
    shell: z.string().optional(),
    variables: record,
    'parameter-store': record,
    'secrets-manager': record,
    'exported-variables': list,
    'git-credential-helper': yesNo,
  }).nullish(),
  phases: z.partialRecord(z.enum(phaseNames), phaseSchema.nullable()),
  artifacts: mapping({
    ...artifactShape,
    'secondary-artifacts': z.record(z.string(), mapping(artifactShape)).optional(),
  }).nullish(),
  reports: z
    .record(z.string(), mapping({ ...selectionShape, 'file-format': z.string().default('JUNITXML') }))
    .nullish(),
  cache: mapping({
    paths: list,
    key: z.string().optional(),
    'fallback-keys': list,
    action: z.string().optional(),
  }).nullish(),
  batch: z.unknown().optional(),
  proxy: z.unknown().optional(),
});

/**
 * Reads the YAML or JSON text of a build specification.
 *
 * @param where `Stage/Action`, for messages
 * @throws CodedError TAP4110 if CodeBuild would refuse it or it has no command, TAP4111 if it asks for something that the rehearsal
 * can't carry out (batch builds, retries after failure, another user, a shell of Windows)
 */
export function readBuildSpec(where: string, text: string): BuildSpec {
  const told = check(where, text);
  if (told.batch !== undefined)
    throw new CodedError('TAP4111', `${where}: the rehearsal can't carry out batch builds.`);
  const phases: Partial<Record<PhaseName, Phase>> = {};
  for (const name of phaseNames) {
    const phase = told.phases[name];
    if (phase) phases[name] = readPhase(`${where}: phase ${name}`, phase);
  }
  if (Object.values(phases).every(({ commands, finally: last }) => commands.length + last.length === 0)) {
    throw new CodedError('TAP4110', `${where}: no phase of the build specification has a command.`);
  }
  refuseRuntimes(where, told);
  refuseUsers(where, told);
  const { artifacts } = told;
  return {
    shell: readShell(where, told.env?.shell ?? 'sh'),
    variables: told.env?.variables ?? {},
    parameterStore: told.env?.['parameter-store'] ?? {},
    secretsManager: told.env?.['secrets-manager'] ?? {},
    exportedVariables: told.env?.['exported-variables'] ?? [],
    phases,
    secondaryArtifacts: Object.fromEntries(
      Object.entries(artifacts?.['secondary-artifacts'] ?? {}).map(([name, files]) => [name, readSelection(files)]),
    ),
    reports: Object.entries(told.reports ?? {}).map(([group, files]) => ({
      group,
      format: files['file-format'],
      ...readSelection(files),
    })),
    notHonoured: notHonoured(told),
    ...(artifacts && artifacts.files.length > 0 ? { artifacts: readSelection(artifacts) } : {}),
  };
}

function check(where: string, text: string): z.infer<typeof schema> {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw new CodedError('TAP4110', `${where}: the build specification is neither YAML nor JSON: ${String(error)}`, {
      cause: error,
    });
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    throw new CodedError('TAP4110', `${where}: the build specification does not fit: ${z.prettifyError(result.error)}`);
  }
  // 0.1 starts a new shell for each command; nothing that CDK Pipelines makes asks for it.
  if (result.data.version !== '0.2') {
    throw new CodedError('TAP4110', `${where}: build specification version "${result.data.version}"; 0.2 is known.`);
  }
  return result.data;
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html, env/shell */
function readShell(where: string, shell: string): BuildSpec['shell'] {
  const name = shell.replace(/^\/bin\//, '');
  if (name === 'sh' || name === 'bash') return name;
  const onWindows = ['powershell.exe', 'cmd.exe'].includes(shell);
  throw new CodedError(
    onWindows ? 'TAP4111' : 'TAP4110',
    `${where}: env/shell "${shell}"${onWindows ? ' is of Windows, which the rehearsal does not run' : ''}; sh and bash are known.`,
  );
}

function refuseRuntimes(where: string, { phases }: z.infer<typeof schema>): void {
  for (const [name, phase] of Object.entries(phases)) {
    for (const [runtime, version] of Object.entries(phase?.['runtime-versions'] ?? {})) {
      const why = noRuntime(runtime, version);
      if (why !== undefined) throw new CodedError('TAP4110', `${where}: phase ${name}: runtime-versions: ${why}.`);
    }
  }
}

/** Commands run as root on AWS, if nothing else is said, and here as whoever rehearses. */
function refuseUsers(where: string, told: z.infer<typeof schema>): void {
  const users = [told['run-as'], ...Object.values(told.phases).map((phase) => phase?.['run-as'])];
  const other = users.find((user) => user !== undefined && user !== 'root');
  if (other === undefined) return;
  throw new CodedError(
    'TAP4111',
    `${where}: run-as "${other}"; the rehearsal can't run commands as another user. Leave it out, or say root.`,
  );
}

function readPhase(where: string, told: z.infer<typeof phaseSchema>): Phase {
  const onFailure = told['on-failure'];
  if (onFailure !== undefined && onFailure !== 'ABORT' && onFailure !== 'CONTINUE') {
    const code = onFailure.startsWith('RETRY') ? 'TAP4111' : 'TAP4110';
    throw new CodedError(code, `${where}: on-failure "${onFailure}"; ABORT and CONTINUE are known.`);
  }
  return {
    commands: told.commands,
    finally: told.finally,
    onFailure,
  };
}

function readSelection(told: {
  readonly files: readonly string[];
  readonly 'exclude-paths': readonly string[];
  readonly 'base-directory': string;
  readonly 'discard-paths': 'yes' | 'no' | boolean;
}): FileSelection {
  return {
    files: told.files,
    excludePaths: told['exclude-paths'],
    baseDirectory: told['base-directory'],
    discardPaths: isYes(told['discard-paths']),
  };
}

function isYes(told: 'yes' | 'no' | boolean | undefined): boolean {
  return told === 'yes' || told === true;
}

function notHonoured(told: z.infer<typeof schema>): string[] {
  const found: string[] = [];
  for (const name of phaseNames) {
    const phase = told.phases[name];
    const runtimes = Object.entries(phase?.['runtime-versions'] ?? {});
    for (const [runtime, version] of runtimes) found.push(`runtime-versions ${runtime} ${version}`);
    if (phase?.['run-as'] !== undefined) found.push(`run-as ${phase['run-as']} in phase ${name}`);
  }
  if (told['run-as'] !== undefined) found.push(`run-as ${told['run-as']}`);
  if (isYes(told.env?.['git-credential-helper'])) found.push('git-credential-helper');
  if (isYes(told.artifacts?.['enable-symlinks'])) found.push('enable-symlinks');
  if (told.cache) found.push(`cache ${told.cache.paths.join(', ')}`);
  if (told.proxy !== undefined) found.push('proxy');
  return found;
}
