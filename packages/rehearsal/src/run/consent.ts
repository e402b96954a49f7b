import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, RunError } from '../command/run-error';
import { configurationFile } from '../configuration/load';
import type { Emit } from '../events/events';
import { terminalApprover } from '../executors/terminal-approver';
import type { RehearsalOptions } from './options';
import { packageManagersOf } from './packages';
import { appCommands, type Project } from './project';
import type { Surroundings } from './surroundings';

/** What package managers execute beside themselves. */
const packageScripts =
  'with that the scripts which the repository and its packages have for it (of npm: preinstall, install, postinstall, prepare)';

export interface Consent {
  readonly project: Project;
  /** Clones of the commits, the rehearsed one first. */
  readonly clones: readonly [string, ...string[]];
  /** Whether the repository is that of the rehearsal itself: then the file with its configuration is loaded. */
  readonly own: boolean;
  /** Hosts of the registries that files of the commits name. */
  readonly registries: readonly string[];
  readonly options: Pick<RehearsalOptions, 'yes' | 'allowed'>;
  readonly surroundings: Pick<Surroundings, 'input' | 'output'>;
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

/**
 * Says which commands and files of a repository will be executed on this machine, and what they reach, before the first of them is,
 * and asks.
 *
 * @throws RunError TAP4071 if the answer is no; TAP4067 or TAP4068 for a commit without an app that can be rehearsed
 */
export async function agree(consent: Consent): Promise<void> {
  const { project, clones, options, surroundings, emit, signal } = consent;
  const told = existsSync(join(clones[0], project.app, configurationFile));
  const commands = await Promise.all(clones.map((clone) => commandsOf(clone, project)));
  const executed = [
    ...new Set(commands.flat()),
    ...(told && consent.own ? [`${configurationFile} and what it imports, in the rehearsal's own process`] : []),
    'every command of the build specifications that the pipeline has',
  ];
  const text = `Of ${project.repository} will be executed here, as your user: ${executed.join('; ')}`;
  emit({ type: 'phase', text });
  emit({ type: 'phase', text: reachOf(consent, told) });
  if (told && !consent.own) {
    const why = "it would be executed in the rehearsal's own process, beside your variables";
    emit({
      type: 'phase',
      text: `Its ${configurationFile} is not loaded: ${why}. Say what is needed of it by --pipeline, --variable, --job-variable and --allow`,
    });
  }
  if (options.yes) return;
  const person = terminalApprover(surroundings.input, surroundings.output);
  try {
    const { answer } = await person.decide('', () => emit({ type: 'consent-asked' }), signal);
    if (answer === 'approved') return;
  } finally {
    emit({ type: 'consent-answered' });
  }
  throw new RunError('TAP4071', exitCodes.wrongUse, 'Nobody agreed to execute them, so nothing was.');
}

async function commandsOf(clone: string, { app }: Project): Promise<readonly string[]> {
  const { build, plugins, app: synth } = await appCommands(join(clone, app));
  const installed = packageManagersOf({ clone, app }).map(({ command }) => command);
  return [
    ...installed,
    ...(installed.length > 0 ? [packageScripts] : []),
    ...plugins.map((plugin) => `the CDK's plugin ${plugin}`),
    ...(build === undefined ? [] : [build]),
    synth,
  ];
}

function reachOf({ own, registries, options }: Consent, told: boolean): string {
  const named = registries.length === 0 ? '' : ` (the commit names ${[...new Set(registries)].join(', ')})`;
  const reached = [
    `registries of packages${named}`,
    ...(options.allowed ?? []),
    ...(told && own ? ['what its configuration allows, which is told once it is loaded'] : []),
  ];
  return `A proxy lets them reach ${reached.join(', ')}, and nothing else; a program that asks no proxy is not held by it`;
}
