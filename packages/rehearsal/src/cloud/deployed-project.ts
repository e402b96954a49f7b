import { BatchGetProjectsCommand, CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodedError } from '@delivery/coded-error';
import type { clientSettings } from './base/caller-variables';
import type { DeployedProject } from './base/contracts';

/** CodeBuild's own default for a build's time limit, in minutes. */
const defaultTimeoutMinutes = 60;

/**
 * A CodeBuild project as it is deployed.
 *
 * @throws TAP4312 if there is none of this name
 */
export async function deployedProject(
  settings: ReturnType<typeof clientSettings>,
  name: string,
): Promise<DeployedProject> {
  const client = new CodeBuildClient(settings);
  try {
    const { projects } = await client.send(new BatchGetProjectsCommand({ names: [name] }));
    const project = projects?.[0];
    if (project === undefined)
      throw new CodedError('TAP4312', `no CodeBuild project "${name}" is deployed in ${settings.region}`);
    const { environment } = project;
    return {
      name,
      serviceRole: project.serviceRole ?? '',
      buildspec: project.source?.buildspec ?? '',
      image: environment?.image ?? '',
      computeType: environment?.computeType ?? '',
      privileged: environment?.privilegedMode ?? false,
      timeoutMinutes: project.timeoutInMinutes ?? defaultTimeoutMinutes,
      variables: (environment?.environmentVariables ?? []).map((variable) => ({
        name: variable.name ?? '',
        value: variable.value ?? '',
        type: variable.type ?? 'PLAINTEXT',
      })),
    };
  } finally {
    client.destroy();
  }
}
