import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { z } from 'zod';
import type { StackDeployment, StackResult } from '../cloud/base/contracts';
import { emulatorZones } from '../cloud/gateway/templates/zones';
import type { ActionOutcome, ActionRun, Executor } from '../engine/executor';
import type { Difference } from '../events/events';
import type { ArtifactFile, StackConfiguration } from '../model/action-configuration';
import { replaceVariables } from '../model/variables';
import type { ExecutorContext } from './executor-context';
import { overridden, parameterOverrides } from './parameter-overrides';

const textRecord = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String));
const templateConfiguration = z.object({ Parameters: textRecord.default({}), Tags: textRecord.default({}) });

type StackRun = ActionRun<StackConfiguration>;

/**
 * Deploys stacks with CloudFormation's own modes, by change set, through the local cloud.
 *
 * @param environmentDifferences in what that which stands behind an environment's stacks differs from AWS; each is told
 * with the first action after which it holds
 */
export function stackExecutor(
  context: Pick<ExecutorContext, 'cloud'>,
  environmentDifferences: (environment: string) => readonly Difference[] = () => [],
): Executor<StackConfiguration> {
  const told = new Set<string>();
  const news = (environment: string): Difference[] =>
    environmentDifferences(environment).filter((difference) => {
      const key = JSON.stringify([environment, difference]);
      return !told.has(key) && told.add(key);
    });
  /** What a CHANGE_SET_REPLACE action has prepared, by stack and change set. */
  const prepared = new Map<string, StackDeployment>();
  return async (run) => {
    const { mode, stack, changeSet } = run.configuration;
    const key = `${run.execution}/${run.action.account}/${run.action.region}/${stack}/${changeSet ?? ''}`;
    switch (mode) {
      case 'CREATE_UPDATE':
        return deploy(context, run, await readDeployment(context, run), news);
      case 'CHANGE_SET_REPLACE': {
        prepared.set(key, await readDeployment(context, run));
        const onAws = `makes the change set ${changeSet ?? ''}`;
        return {
          verdict: 'pass',
          differences: [{ onAws, here: 'keeps the template; the change set is made when it is executed' }],
        };
      }
      case 'CHANGE_SET_EXECUTE': {
        const deployment = prepared.get(key);
        if (!deployment) {
          throw new CodedError(
            'TAP4205',
            `${run.where}: no earlier action has made the change set ${changeSet ?? ''} of ${stack}.`,
          );
        }
        return deploy(context, run, deployment, news);
      }
    }
  };
}

async function deploy(
  { cloud }: Pick<ExecutorContext, 'cloud'>,
  run: StackRun,
  deployment: StackDeployment,
  news: (environment: string) => readonly Difference[],
): Promise<ActionOutcome> {
  const differences = [
    {
      onAws: `CloudFormation deploys ${deployment.stack} to account ${deployment.account}, ${deployment.region}`,
      here: "the emulator deploys it, types that it does not know replaced (see the report's resources)",
    },
    ...zoneDifferences(deployment),
  ];
  try {
    const result = await cloud.deployStack(deployment, run.signal);
    await writeOutputs(run, result.outputs);
    run.say(`${deployment.stack}: ${result.unchanged ? 'no changes' : result.status}`);
    return {
      verdict: 'pass',
      differences: [...differences, ...news(deployment.environment)],
      variables: result.outputs,
    };
  } catch (error) {
    run.signal.throwIfAborted();
    if (error instanceof Error && error.name === 'StackFailed') {
      return { verdict: 'fail', reason: error.message, differences };
    }
    throw error;
  }
}

/** Writes the outputs of a stack where later actions read them, if the action says where. */
async function writeOutputs(
  { action, configuration, output }: StackRun,
  outputs: StackResult['outputs'],
): Promise<void> {
  const [artifact] = action.outputs;
  if (artifact === undefined || configuration.outputFile === undefined) return;
  const file = join(await output(artifact), configuration.outputFile);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(outputs));
}

/** The emulator has zones of its own. */
function zoneDifferences({ stack, template, region }: StackDeployment): readonly Difference[] {
  const zones = [...emulatorZones(template, region)];
  if (zones.length === 0) return [];
  return [
    {
      onAws: `subnets of ${stack} lie in ${zones.map(([id]) => id).join(', ')}`,
      here: `${zones.map(([, zone]) => zone).join(', ')} of the emulator stand for them`,
    },
  ];
}

async function readDeployment(context: Pick<ExecutorContext, 'cloud'>, run: StackRun): Promise<StackDeployment> {
  const { action, configuration, where, variables, pipeline } = run;
  const template = configuration.template ? await readArtifactFile(run, configuration.template) : undefined;
  if (template === undefined) throw new CodedError('TAP4205', `${where}: the action names no template.`);
  const told = configuration.templateConfiguration
    ? parse(where, await readArtifactFile(run, configuration.templateConfiguration), templateConfiguration)
    : { Parameters: {}, Tags: {} };
  const caller = {
    name: `job ${where}`,
    account: action.account,
    region: action.region,
    roleArn: action.roleArn ?? pipeline.roleArn,
  };
  const overrides = configuration.parameterOverrides
    ? parse(where, replaceVariables(where, configuration.parameterOverrides, variables), parameterOverrides)
    : {};
  return {
    environment: environmentOf(run),
    account: action.account,
    region: action.region,
    stack: configuration.stack,
    template,
    parameters: { ...told.Parameters, ...(await overridden(context, run, caller, overrides)) },
    tags: told.Tags,
    capabilities: configuration.capabilities,
    roleArn: configuration.roleArn,
    caller,
  };
}

/**
 * The environment that a stack belongs to: the CDK puts the templates of each into an assembly of its own, named after it. Only
 * where a wave deploys one environment is that the name of the pipeline's stage too.
 */
function environmentOf({ stage, configuration }: StackRun): string {
  return /^assembly-(?:.*-)?([^-/]+)\//.exec(configuration.template?.path ?? '')?.[1] ?? stage;
}

async function readArtifactFile(run: StackRun, file: ArtifactFile): Promise<string> {
  try {
    return await readFile(join(run.input(file.artifact), file.path), 'utf8');
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw new CodedError('TAP4205', `${run.where}: ${file.artifact} has no file ${file.path}.`, { cause: error });
  }
}

function parse<T>(where: string, text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CodedError('TAP4205', `${where}: the template's configuration is not JSON: ${String(error)}`, {
      cause: error,
    });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new CodedError(
    'TAP4205',
    `${where}: the template's configuration does not fit: ${z.prettifyError(result.error)}`,
  );
}
