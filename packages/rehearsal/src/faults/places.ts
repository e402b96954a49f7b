import { exitCodes, RunError } from '../command/run-error';
import type { Fault } from './fault';

/** Where faults meet a pipeline: found in its stages, whatever a team calls its environments. */
export interface Places {
  /** The environment that is entered first. */
  readonly environment: string;
  /** The pipeline's stage that deploys it. */
  readonly stage: string;
  /** An action of that environment by its own name, as the pipeline names it: `Stage/Action`. */
  readonly at: (action: string) => string;
  /** The first approval, `Stage/Action`; absent: the pipeline asks nobody. */
  readonly approval?: string;
}

/** Faults, where they meet a pipeline. */
export type FaultsAt = (places: Places) => readonly Fault[];

/** What has to be known of a stage for that. */
interface Stage {
  readonly name: string;
  readonly actions: readonly { readonly name: string; readonly provider: string }[];
}

/** The stage that builds the commit, as CDK Pipelines names it. */
export const buildStage = 'Build';

/** The action by which the pipeline updates itself, as CDK Pipelines names it. */
export const selfMutation = 'UpdatePipeline/SelfMutate';

/** Where faults are said to meet a pipeline as long as nobody knows it. */
export const anyPlaces: Places = placesOf('FirstEnvironment', 'FirstEnvironment', '', 'FirstPromotion/Approval');

/**
 * The places of faults in a pipeline.
 *
 * @throws RunError TAP4063 if it deploys no environment
 */
export function placesIn(stages: readonly Stage[]): Places {
  const [deploy] = actionsOf(stages, 'CloudFormation');
  if (deploy === undefined) {
    const names = stages.map(({ name }) => name).join(', ');
    throw new RunError(
      'TAP4063',
      exitCodes.wrongUse,
      `The pipeline deploys no environment, so no fault can meet one; it has the stages ${names}.`,
    );
  }
  const [approval] = actionsOf(stages, 'Manual');
  // Where a stage deploys several environments side by side, the name of each stands before its actions: Alpha.Network.Deploy.
  const [first = '', ...others] = deploy.action.split('.');
  const sideBySide = others.length > 1;
  return placesOf(
    sideBySide ? first : deploy.stage,
    deploy.stage,
    sideBySide ? `${first}.` : '',
    approval && `${approval.stage}/${approval.action}`,
  );
}

/** The stage of a gate, which the pipeline names `Stage/Action`. */
export function stageOf(gate: string): string {
  return gate.split('/')[0] ?? gate;
}

function placesOf(environment: string, stage: string, prefix: string, approval: string | undefined): Places {
  const at = (action: string) => `${stage}/${prefix}${action}`;
  return { environment, stage, at, approval };
}

function actionsOf(stages: readonly Stage[], ofProvider: string): readonly { stage: string; action: string }[] {
  return stages.flatMap(({ name: stage, actions }) =>
    actions.filter(({ provider }) => provider === ofProvider).map(({ name: action }) => ({ stage, action })),
  );
}
