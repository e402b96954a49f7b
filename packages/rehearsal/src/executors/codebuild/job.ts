import type { DeployedProject } from '../../cloud/base/contracts';
import type { ActionRun } from '../../engine/executor';
import type { BuildConfiguration } from '../../model/action-configuration';
import type { BuildSpec } from '../../model/build-spec';
import type { ExecutorContext } from '../executor-context';
import type { JobFolder } from './job-folder';

export type BuildRun = ActionRun<BuildConfiguration>;

/** One build of a deployed project for one action. */
export interface Job {
  readonly context: ExecutorContext;
  readonly run: BuildRun;
  readonly project: DeployedProject;
  readonly spec: BuildSpec;
  readonly folder: JobFolder;
  /** Builds of this run so far, this one included. */
  readonly number: number;
}

/** The input artifact in which commands start: the one that the action names, or its only one. */
export function primaryInput({ action, configuration }: BuildRun): string | undefined {
  return configuration.primarySource ?? action.inputs[0];
}
