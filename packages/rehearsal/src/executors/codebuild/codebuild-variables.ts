import { join } from 'node:path';
import type { DeployedProject } from '../../cloud/base/contracts';
import type { ActionRun } from '../../engine/executor';
import type { JobFolder } from './job-folder';

/**
 * The variables that CodeBuild itself sets
 * (https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html).
 */
export function codebuildVariables(
  run: Pick<ActionRun, 'pipeline' | 'action'>,
  project: DeployedProject,
  folder: JobFolder,
  build: { readonly id: string; readonly number: number; readonly startedAt: number; readonly commit: string },
  secondarySources: readonly string[],
): Record<string, string> {
  const { account, region } = run.action;
  return {
    CODEBUILD_BUILD_ARN: `arn:aws:codebuild:${region}:${account}:build/${project.name}:${build.id}`,
    CODEBUILD_BUILD_ID: `${project.name}:${build.id}`,
    CODEBUILD_BUILD_IMAGE: project.image,
    CODEBUILD_BUILD_NUMBER: String(build.number),
    CODEBUILD_BUILD_SUCCEEDING: '1',
    CODEBUILD_INITIATOR: `codepipeline/${run.pipeline.name}`,
    CODEBUILD_LOG_PATH: build.id,
    CODEBUILD_RESOLVED_SOURCE_VERSION: build.commit,
    CODEBUILD_SRC_DIR: folder.source,
    ...Object.fromEntries(
      secondarySources.map((artifact) => [`CODEBUILD_SRC_DIR_${artifact}`, join(folder.sources, artifact)]),
    ),
    CODEBUILD_START_TIME: String(build.startedAt),
  };
}
