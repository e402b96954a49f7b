import type { ActionConfiguration } from './action-configuration';

/** One action of a deployed pipeline. */
export interface Action {
  readonly name: string;
  /** Provider as CodePipeline names it, for example `CodeBuild`. */
  readonly provider: string;
  /** Actions of one run order run side by side; the next run order waits for all of them. */
  readonly runOrder: number;
  /** Names of artifacts; the first is the primary one where the action knows a primary one. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Where its variables are found by later actions; without one nobody can use them. */
  readonly namespace?: string;
  /** The role the action itself is carried out with. */
  readonly roleArn?: string;
  readonly account: string;
  readonly region: string;
  /** Minutes of the pipeline's clock; absent: the provider's own limit. */
  readonly timeoutMinutes?: number;
  /** What the provider is told, variables not yet replaced. */
  readonly configuration: ActionConfiguration;
}

export interface Stage {
  readonly name: string;
  /** Why the transition into the stage is disabled: no execution enters it. @default - it is not */
  readonly closed?: string;
  /** What CodePipeline does when the stage has failed, for example `ROLLBACK`; not carried out. @default - nothing */
  readonly onFailure?: string;
  readonly actions: readonly Action[];
}

/** A deployed pipeline, typed; nothing of it has run. */
export interface Pipeline {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly roleArn: string;
  /** Whether a changed definition starts the execution again. */
  readonly restartOnUpdate: boolean;
  /** Name of the bucket for artifacts, by region. */
  readonly artifactBuckets: Readonly<Record<string, string>>;
  /** The pipeline's own variables, by their default values. */
  readonly variables: Readonly<Record<string, string>>;
  readonly stages: readonly Stage[];
}

/** The actions of a stage in groups: one group for each run order, in order. */
export function runOrderGroups(stage: Stage): readonly (readonly Action[])[] {
  const orders = [...new Set(stage.actions.map((action) => action.runOrder))].sort((a, b) => a - b);
  return orders.map((order) => stage.actions.filter((action) => action.runOrder === order));
}
