import { CodeCommitClient, GetBranchCommand, GetRepositoryCommand } from '@aws-sdk/client-codecommit';
import type { SourceConfiguration } from '../../lib/config';
import type { AwsPlace } from './aws-place';
import { isNamed } from './is-named';
import type { Problem } from './look';
import { stacksOf } from './stacks-of';

/** What keeps a pipeline from fetching a branch of CodeCommit. One that the pipeline's stack is yet to make may be missing. */
export async function repositoryProblems(
  aws: AwsPlace,
  { repositoryName, branch, create }: SourceConfiguration & { kind: 'codecommit' },
): Promise<readonly Problem[]> {
  const client = aws.client(CodeCommitClient);
  try {
    await client.send(new GetRepositoryCommand({ repositoryName }));
    await client.send(new GetBranchCommand({ repositoryName, branchName: branch }));
    return [];
  } catch (error) {
    if (isNamed(error, 'BranchDoesNotExistException')) {
      const todo = `push the commit: git push codecommit HEAD:${branch}`;
      return [{ code: 'TAP6142', what: `repository ${repositoryName} has no branch ${branch}`, todo }];
    }
    if (!isNamed(error, 'RepositoryDoesNotExistException')) throw error;
    if (create && !(await stacksOf(aws)).has('PipelineStack')) return [];
    const todo = create ? 'deploy PipelineStack, which makes it' : 'make it, or set pipeline.source.create';
    return [{ code: 'TAP6142', what: `there is no repository ${repositoryName}`, todo }];
  }
}
