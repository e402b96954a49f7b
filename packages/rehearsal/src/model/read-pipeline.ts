import { CodedError } from '@delivery/coded-error';
import { z } from 'zod';
import type { PlannedStage } from '../events/events';
import { readConfiguration } from './action-configuration';
import type { DeployedPipeline } from './deployed-pipeline';
import type { Action, Pipeline, Stage } from './pipeline';

const name = z.strictObject({ Name: z.string() });

const actionSchema = z.strictObject({
  Name: z.string().min(1),
  ActionTypeId: z.strictObject({
    Category: z.string(),
    Owner: z.string(),
    Provider: z.string(),
    Version: z.unknown().optional(),
  }),
  Configuration: z.record(z.string(), z.unknown()).optional(),
  InputArtifacts: z.array(name).default([]),
  OutputArtifacts: z.array(name).default([]),
  Namespace: z.string().optional(),
  Region: z.string().optional(),
  RoleArn: z.string().optional(),
  RunOrder: z.number().int().positive().default(1),
  TimeoutInMinutes: z.number().positive().optional(),
});

const store = z.object({ Location: z.string() });

/** Reads no more than this of what follows a failed stage: https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works-conditions.html */
const onFailureSchema = z
  .object({
    Result: z.string().optional(),
    Conditions: z.array(z.object({ Result: z.string().optional() })).default([]),
  })
  .transform(({ Result, Conditions }) => [Result, ...Conditions.map((one) => one.Result)].filter(Boolean).join(', '));

const variables = z
  .array(z.strictObject({ Name: z.string(), DefaultValue: z.string().optional(), Description: z.unknown().optional() }))
  .default([]);

const transitions = z.array(z.strictObject({ StageName: z.string(), Reason: z.string() })).default([]);

/**
 * Every key that CloudFormation takes and the rehearsal reads, or has no use for: a run starts one execution itself, so that
 * triggers and execution mode decide nothing, and tags none. A key that is missing here is refused, since nobody knows what it decides
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-codepipeline-pipeline.html).
 */
const pipelineSchema = z.strictObject({
  Name: z.unknown().optional(),
  PipelineType: z.unknown().optional(),
  ExecutionMode: z.unknown().optional(),
  Triggers: z.unknown().optional(),
  Tags: z.unknown().optional(),
  RoleArn: z.string(),
  ArtifactStore: store.optional(),
  ArtifactStores: z.array(z.object({ Region: z.string(), ArtifactStore: store })).default([]),
  RestartExecutionOnUpdate: z.boolean().default(false),
  Variables: variables,
  DisableInboundStageTransitions: transitions,
  Stages: z
    .array(
      z.strictObject({
        Name: z.string().min(1),
        Actions: z.array(actionSchema).min(1),
        OnFailure: onFailureSchema.optional(),
      }),
    )
    .min(2, 'a pipeline has at least two stages'),
});

/**
 * Reads a deployed pipeline definition.
 *
 * @throws CodedError TAP4103 if it isn't one, or has a key that the rehearsal does not read, TAP4101 if it holds actions that the rehearsal can't carry out, TAP4102 if an
 * action's configuration does not fit its provider
 */
export function readPipeline(deployed: DeployedPipeline): Pipeline {
  const result = pipelineSchema.safeParse(deployed.properties);
  if (!result.success) {
    throw new CodedError(
      'TAP4103',
      `The deployed pipeline "${deployed.name}" can't be read: ${z.prettifyError(result.error)}`,
    );
  }
  const { RoleArn, ArtifactStore, ArtifactStores, RestartExecutionOnUpdate, Variables, Stages } = result.data;
  const closed = closedStages(deployed.properties);
  return {
    name: deployed.name,
    account: deployed.account,
    region: deployed.region,
    roleArn: RoleArn,
    restartOnUpdate: RestartExecutionOnUpdate,
    artifactBuckets: Object.fromEntries([
      ...(ArtifactStore === undefined ? [] : [[deployed.region, ArtifactStore.Location]]),
      ...ArtifactStores.map(({ Region, ArtifactStore: { Location } }) => [Region, Location]),
    ]),
    variables: Object.fromEntries(
      Variables.flatMap(({ Name, DefaultValue }) => (DefaultValue === undefined ? [] : [[Name, DefaultValue]])),
    ),
    stages: Stages.map(
      (stage): Stage => ({
        name: stage.Name,
        closed: closed.get(stage.Name),
        onFailure: stage.OnFailure,
        actions: stage.Actions.map((action) => readAction(deployed, stage.Name, action)),
      }),
    ),
  };
}

function readAction(deployed: DeployedPipeline, stage: string, told: z.infer<typeof actionSchema>): Action {
  const { Category, Owner, Provider } = told.ActionTypeId;
  return {
    name: told.Name,
    provider: Provider,
    runOrder: told.RunOrder,
    inputs: told.InputArtifacts.map((artifact) => artifact.Name),
    outputs: told.OutputArtifacts.map((artifact) => artifact.Name),
    account: accountOf(told.RoleArn) ?? deployed.account,
    region: told.Region ?? deployed.region,
    configuration: readConfiguration(
      `${stage}/${told.Name}`,
      { category: Category, owner: Owner, name: Provider },
      told.Configuration,
    ),
    namespace: told.Namespace,
    roleArn: told.RoleArn,
    timeoutMinutes: told.TimeoutInMinutes,
  };
}

/**
 * Reasons why transitions into stages are disabled, by stage. Stages that are put together of parts are not known by name.
 *
 * @param properties as CloudFormation is given them
 */
export function closedStages(properties: {
  readonly DisableInboundStageTransitions?: unknown;
}): ReadonlyMap<string, string> {
  const told = transitions.safeParse(properties.DisableInboundStageTransitions).data ?? [];
  return new Map(told.map(({ StageName, Reason }) => [StageName, Reason]));
}

/**
 * The variables of a definition, and which of them have a value before an execution is given one.
 *
 * @param properties as CloudFormation is given them
 */
export function declaredVariables(properties: {
  readonly Variables?: unknown;
}): readonly { readonly name: string; readonly hasDefault: boolean }[] {
  const told = variables.safeParse(properties.Variables).data ?? [];
  return told.map(({ Name, DefaultValue }) => ({ name: Name, hasDefault: DefaultValue !== undefined }));
}

/** A key of a definition that the rehearsal does not read. */
export interface UnknownKey {
  /** Where it is: names of a stage and an action in it, for example `['Alpha', 'Deploy']`; empty: in the pipeline itself. */
  readonly place: readonly string[];
  readonly key: string;
}

/**
 * The keys of a definition that `readPipeline` will refuse, whatever the values are: those of one that is not deployed may be
 * put together of parts.
 *
 * @param properties as CloudFormation is given them
 */
export function unknownKeys(properties: unknown): readonly UnknownKey[] {
  const issues = pipelineSchema.safeParse(properties).error?.issues ?? [];
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ place: namesOnPath(properties, issue.path), key }))
      : [],
  );
}

/** The names of what lies on a path into a definition, stages and actions above all. */
function namesOnPath(properties: unknown, path: readonly PropertyKey[]): readonly string[] {
  let at = properties;
  return path.flatMap((step) => {
    at = (at as Readonly<Record<PropertyKey, unknown>> | undefined)?.[step];
    const told = (at as { readonly Name?: unknown } | undefined)?.Name;
    return typeof told === 'string' ? [told] : [];
  });
}

/** An action is carried out in the account of its role. */
function accountOf(roleArn: string | undefined): string | undefined {
  const account = roleArn?.split(':')[4];
  return account === '' ? undefined : account;
}

/** The stages as events show them before anything has run. */
export function plannedStages(pipeline: Pipeline): readonly PlannedStage[] {
  return pipeline.stages.map(({ name: stage, actions }) => ({
    name: stage,
    actions: actions.map(({ name: action, provider, runOrder }) => ({ name: action, provider, runOrder })),
  }));
}
