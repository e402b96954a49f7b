import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CodedError } from '../../lib/errors';
import { BOOTSTRAP_STACK, bootstrapParameters, bootstrapTemplate } from './bootstrap-parameters';
import { callerEnvironment, clientSettings } from './caller-environment';
import type {
  Backing,
  BackingServices,
  Caller,
  CloudOptions,
  DeployedPipeline,
  LocalCloud,
  StackDeployment,
  StackResult,
} from './contracts';
import { deployStack } from './deploy-stack';
import { deployedProject } from './deployed-project';
import { startEmulator } from './emulator/emulator';
import { freePort } from './emulator/free-port';
import { ApiMade } from './gateway/api-made';
import { BucketDeployment } from './gateway/bucket-deployment';
import { Callers } from './gateway/callers';
import { authorizationFor } from './gateway/credential';
import type { CustomResourceAnswer, CustomResourceEvent } from './gateway/custom-resource';
import { Faults } from './gateway/faults';
import { Gateway } from './gateway/gateway';
import { answerInternal } from './gateway/internal-routes';
import { Inventory } from './gateway/inventory';
import { Ledger } from './gateway/ledger';
import { Relay } from './gateway/relay';
import { findModels, ServiceModels } from './gateway/service-models';
import { StandIns } from './gateway/stand-ins';
import { TemplatePassage } from './gateway/template-passage';
import { Upstream } from './gateway/upstream';
import { classify } from './resources/classify';
import { Registry } from './resources/registry';
import { UsageBook } from './resources/usage-book';

/** Longest time for everything behind the stacks to end, in milliseconds. */
const STOP_MS = 20_000;

/**
 * Starts the local cloud: the emulator, the gateway in front of it, and what stands behind the deployed stacks.
 *
 * @throws TAP4301 if the emulator does not start, TAP4302 if its Python environment lacks AWS's service models
 */
export async function startLocalCloud(
  options: CloudOptions,
  makeBacking: (services: BackingServices) => Backing,
): Promise<LocalCloud> {
  const pythonDir = path.join(options.toolsDir, 'python');
  const modelsDir = findModels(pythonDir);
  if (modelsDir === undefined) {
    throw new CodedError('TAP4302', `${pythonDir} holds no service models (botocore/data); run "npm run setup"`);
  }
  const backingDir = path.join(options.workDir, 'backing');
  await mkdir(backingDir, { recursive: true });
  const emulator = await startEmulator({
    dir: path.join(options.workDir, 'emulator'),
    port: await freePort(),
    account: options.defaultAccount,
    region: options.defaultRegion,
    python: path.join(pythonDir, 'bin', 'python'),
    nodeModules: path.resolve(__dirname, '..', '..', 'node_modules'),
  });
  const stopping = new AbortController();
  const callers = new Callers();
  const ledger = new Ledger();
  const faults = new Faults();
  const upstream = new Upstream(emulator.port);
  const standIns = new StandIns(new ApiMade(upstream));
  const registry = new Registry();
  const usage = new UsageBook();
  const buckets = new BucketDeployment(upstream);
  const inventory = new Inventory(registry, () => backing, stopping.signal);
  const handle = async (event: CustomResourceEvent): Promise<CustomResourceAnswer> => {
    const type = event.ResourceProperties.StandInFor;
    if (type === undefined) return inventory.handle(event);
    if (type === 'Custom::CDKBucketDeployment') return buckets.handle(event);
    if (type === 'Custom::S3AutoDeleteObjects') return buckets.autoDelete(event);
    return standIns.handle(event);
  };
  const relay = new Relay(upstream, () => gateway.endpoint, handle);
  const templates = new TemplatePassage({
    upstream,
    dir: path.join(options.workDir, 'templates'),
    relayArn: (scope) => relay.functionArn(scope),
    functionEndpoint: (scope, stack, logicalId) => {
      const { accessKey } = callers.issue({ ...scope, name: `function ${stack}/${logicalId}` });
      return `${gateway.endpoint}/_caller/${accessKey}`;
    },
  });
  const gateway = new Gateway({
    upstream,
    emulatorPort: emulator.port,
    callers,
    models: new ServiceModels(modelsDir),
    ledger,
    faults,
    standIns,
    templates,
    defaultAccount: options.defaultAccount,
    defaultRegion: options.defaultRegion,
    internal: (request, response, urlPath) =>
      answerInternal(
        { clockFactor: options.clockFactor, backing: () => backing, relay: () => relay },
        request,
        response,
        urlPath,
      ),
  });
  const endpoint = await gateway.listen();
  const awsEnvironment = (caller: Caller): Record<string, string> =>
    callerEnvironment(endpoint, callers.issue(caller), caller.region);
  const backing = makeBacking({
    endpoint,
    defaultAccount: options.defaultAccount,
    defaultRegion: options.defaultRegion,
    awsEnvironment,
    dataPlane: (account, region) => ({
      endpoint: upstream.origin,
      headers: { authorization: authorizationFor(account, region, 'execute-api') },
    }),
    usage,
    emit: options.emit,
    workDir: backingDir,
    toolsDir: options.toolsDir,
    clockFactor: options.clockFactor,
  });

  const deploy = async (deployment: StackDeployment, signal: AbortSignal): Promise<StackResult> => {
    const { caller, region } = deployment;
    const client = new CloudFormationClient(clientSettings(endpoint, callers.issue(caller), region));
    try {
      registry.assign(deployment, deployment.environment);
      return await deployStack(client, deployment, AbortSignal.any([signal, stopping.signal]));
    } finally {
      client.destroy();
    }
  };
  const bootstrapped = new Map<string, Promise<void>>();
  const bootstrap = async (account: string, region: string): Promise<void> => {
    await deploy(
      {
        environment: registry.environmentOf({ account, region, stack: BOOTSTRAP_STACK }),
        account,
        region,
        stack: BOOTSTRAP_STACK,
        template: await bootstrapTemplate(),
        parameters: bootstrapParameters(options.defaultAccount),
        tags: {},
        capabilities: ['CAPABILITY_NAMED_IAM'],
        caller: { name: 'rehearsal bootstrap', account, region },
      },
      stopping.signal,
    );
  };
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    stopping.abort(new CodedError('TAP4304', 'the local cloud is being stopped'));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STOP_MS);
    });
    try {
      await Promise.race([backing.stop(), late]);
    } finally {
      clearTimeout(timer);
      await gateway.close();
      await upstream.close();
      await emulator.stop();
    }
  };

  return {
    endpoint,
    defaultAccount: options.defaultAccount,
    awsEnvironment,
    bootstrap: (account, region) => {
      const key = `${account}/${region}`;
      const known = bootstrapped.get(key) ?? bootstrap(account, region);
      bootstrapped.set(key, known);
      return known;
    },
    deployedPipeline: async (): Promise<DeployedPipeline> => {
      const pipelines = standIns.ofType('AWS::CodePipeline::Pipeline');
      const [pipeline] = pipelines;
      if (pipeline === undefined || pipelines.length > 1) {
        throw new CodedError('TAP4309', `there are ${pipelines.length} deployed pipelines; one is expected`);
      }
      const { account, region, physicalId: name, properties } = pipeline;
      return { account, region, name, properties };
    },
    project: (name, account, region) => {
      const keys = callers.issue({ name: 'rehearsal', account, region });
      const resource = registry.find('AWS::CodeBuild::Project', name, account, region);
      if (resource !== undefined) usage.use(resource, 'the job that is carried out from it');
      return deployedProject(clientSettings(endpoint, keys, region), name);
    },
    deployStack: deploy,
    backing,
    usage,
    ledger: () => ledger.all(),
    setFaults: (ordered) => faults.set(ordered),
    classify: () =>
      classify({ registry, usage, ledger, upstream, standInOf: (resource) => standIns.describe(resource) }),
    lost: emulator.lost,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
