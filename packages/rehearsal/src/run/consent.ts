import { exitCodes, RunError } from '../command/run-error';
import type { Emit } from '../events/events';
import { terminalApprover } from '../executors/terminal-approver';
import type { RehearsalOptions } from './options';
import { packageManagersOf } from './packages';
import type { Project } from './project';
import type { Surroundings } from './surroundings';

export interface Consent {
  readonly project: Project;
  readonly clone: string;
  /** The command of `cdk.json`. */
  readonly app: string;
  readonly options: Pick<RehearsalOptions, 'yes' | 'allowed'>;
  readonly surroundings: Pick<Surroundings, 'input' | 'output'>;
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

/**
 * Says which commands of a repository will be executed on this machine, and what they reach, before the first of them is, and asks.
 *
 * @throws RunError TAP4071 if the answer is no
 */
export async function agree(consent: Consent): Promise<void> {
  const { project, clone, app, options, surroundings, emit, signal } = consent;
  const commands = [
    ...packageManagersOf({ clone, app: project.app }).map(({ command }) => command),
    app,
    'every command of the build specifications that the pipeline has',
  ];
  const text = `Of ${project.repository} will be executed here, as your user: ${commands.join('; ')}`;
  emit({ type: 'phase', text });
  const reached = ['registries of packages', ...(options.allowed ?? [])].join(', ');
  emit({
    type: 'phase',
    text: `A proxy lets them reach ${reached}, and nothing else; a program that asks no proxy is not held by it`,
  });
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
