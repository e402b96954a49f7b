import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import type { BackingWithFaults } from '../cloud/backing/backing';
import type { LocalCloud, StackDeployment } from '../cloud/base/contracts';
import type { Emit } from '../events/events';
import type { Machine } from '../executors/codebuild/machine';
import { runProgram } from '../executors/process/run-program';
import type { DeployableStack } from '../model/deployable-stack';
import type { Network } from '../network/network';
import type { RunningEnvironment } from './running-environment';

/** Longest time for publishing one stack's assets, in milliseconds. */
const publishMs = 120_000;

/** With what an environment is deployed. */
export interface Deployer {
  /** Whose calls they are, for the ledger: `rehearsal ...`, which is no use of a resource. */
  readonly name: string;
  readonly cloud: LocalCloud;
  readonly backing: BackingWithFaults;
  readonly network: Network;
  /** Clone of the commit, with its packages. */
  readonly clone: string;
  readonly machine: Machine;
  /** Home folder of what is run. */
  readonly home: string;
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

/**
 * Deploys the stacks of an environment in order, each after its assets, without the pipeline around them.
 *
 * @throws CodedError TAP4087 if the assets of a stack can't be published; StackFailed, and TAP4311, as `LocalCloud.deployStack`
 */
export async function deployEnvironment(
  environment: string,
  stacks: readonly DeployableStack[],
  deployer: Deployer,
): Promise<RunningEnvironment> {
  const { name, cloud, backing, emit, signal } = deployer;
  const outputs: Record<string, Readonly<Record<string, string>>> = {};
  for (const stack of stacks) {
    emit({ type: 'phase', text: `Deploying ${stack.name}` });
    await cloud.bootstrap(stack.account, stack.region, stack.qualifier);
    await publishAssets(stack, deployer);
    const template = await readFile(stack.templateFile, 'utf8');
    outputs[stack.name] = (await cloud.deployStack(deploymentOf(environment, stack, template, name), signal)).outputs;
  }
  return { environment, cloud, backing, stacks, outputs };
}

/** @param name whose call it is, for the ledger */
export function deploymentOf(
  environment: string,
  stack: DeployableStack,
  template: string,
  name: string,
): StackDeployment {
  const { account, region } = stack;
  return {
    environment,
    account,
    region,
    stack: stack.name,
    template,
    parameters: {},
    tags: stack.tags,
    capabilities: ['CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
    caller: { name, account, region },
  };
}

async function publishAssets(stack: DeployableStack, deployer: Deployer): Promise<void> {
  const { name, cloud, network, clone, machine, home, signal } = deployer;
  const { account, region } = stack;
  const program = join(clone, 'node_modules', 'cdk-assets', 'bin', 'cdk-assets');
  if (!existsSync(program)) {
    throw new CodedError(
      'TAP4087',
      `${stack.name}: its assets can't be published, the commit's packages have no cdk-assets`,
    );
  }
  const { status, output } = await runProgram({
    program: process.execPath,
    args: [program, 'publish', '--path', stack.assetsFile],
    cwd: clone,
    env: {
      ...cloud.awsVariables({ name, account, region }),
      ...(await network.variables('assets')),
      PATH: machine.path,
      HOME: home,
    },
    signal,
    timeLimitMs: publishMs,
  });
  if (status === 0) return;
  signal.throwIfAborted();
  throw new CodedError(
    'TAP4087',
    `${stack.name}: its assets can't be published; cdk-assets ended with ${status}:\n${output}`,
  );
}
