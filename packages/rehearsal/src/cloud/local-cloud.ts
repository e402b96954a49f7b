import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CodedError } from '@delivery/coded-error';
import { callerVariables, clientSettings } from './base/caller-variables';
import type {
  Backing,
  BackingServices,
  CloudOptions,
  LocalCloud,
  StackDeployment,
  StackResult,
} from './base/contracts';
import { Bootstraps } from './bootstraps';
import { deployStack } from './deploy-stack';
import { deployedPipeline } from './deployed-pipeline';
import { deployedProject } from './deployed-project';
import { accountHeader, type Emulator, startEmulator } from './emulator/emulator';
import { changePath } from './gateway/asked-change';
import { assembleGateway, type GatewayAssembly } from './gateway/assemble';
import { findModels } from './gateway/service-models';
import { classify } from './resources/classify';
import { Registry } from './resources/registry';
import { UsageBook } from './resources/usage-book';
import { typesBeside } from './state-refusals/state-refusals';

/** Longest time for everything behind the stacks to end, in milliseconds. */
const stopMs = 20_000;

/**
 * Starts the local cloud: the emulator, the gateway in front of it, and what stands behind the deployed stacks.
 *
 * @throws TAP4301 if the emulator does not start, TAP4302 if its Python environment lacks AWS's service models
 */
export async function startLocalCloud(
  options: CloudOptions,
  makeBacking: (services: BackingServices) => Backing,
): Promise<LocalCloud> {
  const { workDir, toolsDir, defaultAccount, defaultRegion, clockFactor, loadSeconds, wayOut } = options;
  const pythonDir = join(toolsDir, 'python');
  const modelsDir = findModels(pythonDir);
  if (modelsDir === undefined) {
    throw new CodedError(
      'TAP4302',
      `${pythonDir} holds no service models (botocore/data); run "npm run setup" where the rehearsal is called`,
    );
  }
  const backingDir = join(workDir, 'backing');
  await mkdir(backingDir, { recursive: true });
  const emulator = await startEmulator({
    dir: join(workDir, 'emulator'),
    account: defaultAccount,
    region: defaultRegion,
    python: join(pythonDir, 'bin', 'python'),
    wayOut: await wayOut?.('functions'),
  });
  const stopping = new AbortController();
  const registry = new Registry();
  const usage = new UsageBook();
  const assembly = assembleGateway({
    emulatorPort: emulator.port,
    modelsDir,
    templatesDir: join(workDir, 'templates'),
    defaultAccount,
    defaultRegion,
    clockFactor,
    loadSeconds,
    quotas: options.quotas,
    registry,
    backing: () => backing,
    tellOfChange: (message) => options.emit({ type: 'warning', code: 'TAP4314', message }),
    stopping: stopping.signal,
  });
  let backing: Backing;
  try {
    const endpoint = await assembly.gateway.listen();
    emulator.askAt({ at: `${endpoint}${changePath}`, beside: typesBeside() });
    backing = makeBacking({
      endpoint,
      awsVariables: (caller) => callerVariables(endpoint, assembly.callers.issue(caller), caller.region),
      dataPlane: (account) => ({ endpoint: assembly.upstream.origin, headers: { [accountHeader]: account } }),
      usage,
      emit: options.emit,
      workDir: backingDir,
      toolsDir,
      clockFactor,
      wayOut,
    });
  } catch (error) {
    await end(assembly, emulator);
    throw error;
  }
  return localCloud({ options, emulator, assembly, backing, registry, usage, stopping });
}

interface Running {
  readonly options: CloudOptions;
  readonly emulator: Emulator;
  readonly assembly: GatewayAssembly;
  readonly backing: Backing;
  readonly registry: Registry;
  readonly usage: UsageBook;
  readonly stopping: AbortController;
}

function localCloud(running: Running): LocalCloud {
  const { options, emulator, assembly, backing, registry, usage, stopping } = running;
  const { gateway, callers, ledger, faults, standIns, upstream, history, publications } = assembly;
  const { endpoint } = gateway;
  const bootstraps = new Bootstraps(registry, options.defaultAccount, (deployment) =>
    deploy(running, deployment, stopping.signal),
  );
  let stopped: Promise<void> | undefined;
  return {
    endpoint,
    awsVariables: (caller) => callerVariables(endpoint, callers.issue(caller), caller.region),
    bootstrap: (account, region, qualifier) => bootstraps.bootstrap(account, region, qualifier),
    bootstrapped: () => bootstraps.all(),
    deployedPipeline: async () => deployedPipeline(standIns),
    project: (name, account, region) => {
      const keys = callers.issue({ name: 'rehearsal', account, region });
      const resource = registry.find('AWS::CodeBuild::Project', name, account, region);
      if (resource !== undefined) usage.use(resource, 'the job that is carried out from it');
      return deployedProject(clientSettings(endpoint, keys, region), name);
    },
    deployStack: (deployment, signal) => deploy(running, deployment, AbortSignal.any([signal, stopping.signal])),
    backing,
    history,
    publications: () => publications.all(),
    setFaults: (ordered) => faults.set(ordered),
    classify: () => classify({ registry, usage, ledger, upstream, standInOf: (one) => standIns.describe(one) }),
    forgetUse: () => {
      usage.forget();
      ledger.forget();
    },
    lost: emulator.lost,
    stop: () => {
      stopped ??= stop(running);
      return stopped;
    },
  };
}

/** Deploys a stack as the caller whom the deployment names. */
async function deploy(
  { assembly: { callers, gateway }, registry }: Running,
  deployment: StackDeployment,
  signal: AbortSignal,
): Promise<StackResult> {
  const keys = callers.issue(deployment.caller);
  const client = new CloudFormationClient(clientSettings(gateway.endpoint, keys, deployment.region));
  try {
    registry.assign(deployment, deployment.environment);
    return await deployStack(client, deployment, signal);
  } finally {
    client.destroy();
  }
}

async function stop({ stopping, backing, assembly, emulator }: Running): Promise<void> {
  stopping.abort(new CodedError('TAP4304', 'the local cloud is being stopped'));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, stopMs);
  });
  try {
    await Promise.race([backing.stop(), late]);
  } finally {
    clearTimeout(timer);
    await end(assembly, emulator);
  }
}

async function end(assembly: GatewayAssembly, emulator: Emulator): Promise<void> {
  await assembly.gateway.close();
  await assembly.upstream.close();
  await emulator.stop();
}
