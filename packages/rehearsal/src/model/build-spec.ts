import { CodedError } from '@delivery/coded-error';
import { parse } from 'yaml';
import { z } from 'zod';

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
  readonly shell: string;
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

const phaseSchema = z.object({
  commands: list,
  finally: list,
  'on-failure': z.string().optional(),
  'runtime-versions': record,
  'run-as': z.string().optional(),
});

const selection = z.object({
  files: list,
  'exclude-paths': list,
  'base-directory': z.string().default('.'),
  'discard-paths': yesNo,
});

const schema = z.object({
  version: scalar,
  env: z
    .object({
      shell: z.string().optional(),
      variables: record,
      'parameter-store': record,
      'secrets-manager': record,
      'exported-variables': list,
    })
    .optional(),
  phases: z.partialRecord(z.enum(phaseNames), phaseSchema.nullable()),
  artifacts: selection.extend({ 'secondary-artifacts': z.record(z.string(), selection).optional() }).nullish(),
  reports: z.record(z.string(), selection.extend({ 'file-format': z.string().default('JUNITXML') })).nullish(),
  cache: z.object({ paths: list }).nullish(),
  batch: z.unknown().optional(),
  proxy: z.unknown().optional(),
});

/**
 * Reads the YAML or JSON text of a build specification.
 *
 * @param where `Stage/Action`, for messages
 * @throws CodedError TAP4110 if CodeBuild would refuse it, TAP4111 if it asks for something that the rehearsal can't carry
 * out (batch builds, retries after failure)
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
  const { artifacts } = told;
  return {
    shell: told.env?.shell ?? 'sh',
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
    discardPaths: told['discard-paths'] === 'yes' || told['discard-paths'] === true,
  };
}

function notHonoured(told: z.infer<typeof schema>): string[] {
  const found: string[] = [];
  for (const name of phaseNames) {
    const phase = told.phases[name];
    const runtimes = Object.entries(phase?.['runtime-versions'] ?? {});
    for (const [runtime, version] of runtimes) found.push(`runtime-versions ${runtime} ${version}`);
    if (phase?.['run-as'] !== undefined) found.push(`run-as ${phase['run-as']} in phase ${name}`);
  }
  if (told.cache) found.push(`cache ${told.cache.paths.join(', ')}`);
  if (told.proxy !== undefined) found.push('proxy');
  return found;
}
