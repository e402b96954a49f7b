import type { LocalCloud } from '../cloud/base/contracts';
import { exitCodes, RunError } from '../command/run-error';
import type { Emit } from '../events/events';
import { plannedStages, readPipeline } from '../model/read-pipeline';
import type { Assembly } from './assembly';
import { type Cdk, runCdk, whyCdkFailed } from './cdk';

/** How many of the last lines of a failed deployment the reason shows. */
const shownLines = 20;

/**
 * What a person does once with credentials of an account: bootstrap every account and region, `cdk deploy` of the pipeline's stack.
 *
 * @throws RunError TAP4050 if the deployment fails
 */
export async function deployPipeline(
  cloud: LocalCloud,
  cdk: Cdk,
  assembly: Assembly,
  commit: string,
  emit: Emit,
): Promise<void> {
  for (const { account, region, qualifier } of assembly.targets()) {
    cdk.signal.throwIfAborted();
    emit({ type: 'phase', text: `Bootstrapping account ${account}, ${region}` });
    await cloud.bootstrap(account, region, qualifier);
  }
  const { stack, target } = await assembly.pipeline();
  emit({ type: 'phase', text: `Deploying ${stack} once, with the real CDK command` });
  const { status, output } = await runCdk(
    cdk,
    ['deploy', stack, '--app', assembly.folder, '--require-approval', 'never', '--progress', 'events'],
    { ...cloud.awsVariables({ name: 'person cdk deploy', ...target }) },
  );
  if (status !== 0) {
    const last = output.trim().split('\n').slice(-shownLines).join('\n');
    const reason = whyCdkFailed(cdk, `cdk deploy ${stack} ended with ${status}:\n${last}`);
    throw new RunError('TAP4050', exitCodes.stopped, reason);
  }
  const pipeline = readPipeline(await cloud.deployedPipeline());
  emit({ type: 'pipeline-deployed', commit, stages: plannedStages(pipeline) });
}
