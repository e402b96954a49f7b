import type { Difference, Emit } from '../events/events';
import type { ActionConfiguration } from '../model/action-configuration';
import type { Action, Pipeline } from '../model/pipeline';
import type { Variables } from '../model/variables';

/** One action that is being carried out, as its executor sees it. */
export interface ActionRun<C extends ActionConfiguration = ActionConfiguration> {
  readonly pipeline: Pipeline;
  readonly stage: string;
  readonly action: Action;
  /** The action's own configuration, variables not yet replaced. */
  readonly configuration: C;
  /** `Stage/Action`, for messages and callers. */
  readonly where: string;
  /** Id of the pipeline execution. */
  readonly execution: string;
  readonly variables: Variables;
  /**
   * Folder of an artifact that an earlier action made; to be read, never written.
   *
   * @throws CodedError TAP4122 if no action has made it
   */
  input(artifact: string): string;
  /** New, empty folder for an artifact that this action makes. */
  output(artifact: string): Promise<string>;
  /** Aborted when the run ends before the action does. */
  readonly signal: AbortSignal;
  /** Shows one line of output. */
  say(line: string): void;
  readonly emit: Emit;
}

export interface ActionOutcome {
  readonly verdict: 'pass' | 'fail' | 'stood in';
  /** Why it failed, or what stood in. */
  readonly reason?: string;
  readonly differences: readonly Difference[];
  /** What later actions find in this action's namespace. */
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * Carries out one action. A failure of the action is an outcome; so is a CodedError that it throws. Any other error means
 * that the rehearsal itself broke.
 */
export type Executor<C extends ActionConfiguration = ActionConfiguration> = (
  run: ActionRun<C>,
) => Promise<ActionOutcome>;

/** One executor for each kind of configuration. */
export type Executors = {
  readonly [Kind in ActionConfiguration['kind']]: Executor<Extract<ActionConfiguration, { readonly kind: Kind }>>;
};
