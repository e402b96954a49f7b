import type { DeployedPipeline } from '../../src/model/deployed-pipeline';

type Properties = Record<string, unknown>;

/** One action as CloudFormation's properties have it. */
export function action(name: string, provider: string, more: Properties = {}): Properties {
  const category =
    provider === 'CodeBuild'
      ? 'Build'
      : provider === 'Manual'
        ? 'Approval'
        : provider === 'CloudFormation'
          ? 'Deploy'
          : 'Source';
  return {
    Name: name,
    ActionTypeId: { Category: category, Owner: 'AWS', Provider: provider, Version: '1' },
    RunOrder: 1,
    Configuration: configurations[provider],
    ...more,
  };
}

const configurations: Record<string, Properties> = {
  CodeStarSourceConnection: {
    ConnectionArn: 'arn:aws:codeconnections:us-east-1:111111111111:connection/c',
    FullRepositoryId: 'team/weather',
    BranchName: 'main',
  },
  CodeBuild: { ProjectName: 'project' },
  CloudFormation: {
    ActionMode: 'CREATE_UPDATE',
    StackName: 'Alpha-Network',
    TemplatePath: 'Cloud::network.json',
    RoleArn: 'arn:aws:iam::222222222222:role/exec',
  },
  Manual: { CustomData: 'Promote?' },
};

/** A deployed pipeline of these stages, which restarts when it changes. */
export function deployed(stages: Record<string, Properties[]>, more: Properties = {}): DeployedPipeline {
  return {
    account: '111111111111',
    region: 'us-east-1',
    name: 'delivery',
    properties: {
      RoleArn: 'arn:aws:iam::111111111111:role/pipeline',
      RestartExecutionOnUpdate: true,
      Stages: Object.entries(stages).map(([Name, Actions]) => ({ Name, Actions })),
      ...more,
    },
  };
}

export const source = (): Properties =>
  action('Source', 'CodeStarSourceConnection', { OutputArtifacts: [{ Name: 'Tree' }], Namespace: 'Source@Source' });
