import { CodedError } from '@delivery/coded-error';
import { z } from 'zod';
import type { PlannedStage } from '../events/events';
import { readConfiguration } from './action-configuration';
import type { DeployedPipeline } from './deployed-pipeline';
import type { Action, Pipeline, Stage } from './pipeline';

const name = z.object({ Name: z.string() });

const actionSchema = z.object({
  Name: z.string().min(1),
  ActionTypeId: z.object({ Category: z.string(), Owner: z.string(), Provider: z.string() }),
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

const conditionNames = ['BeforeEntry', 'OnSuccess', 'OnFailure'] as const;

const pipelineSchema = z.object({
  RoleArn: z.string(),
  ArtifactStore: store.optional(),
  ArtifactStores: z.array(z.object({ Region: z.string(), ArtifactStore: store })).default([]),
  RestartExecutionOnUpdate: z.boolean().default(false),
  Variables: z.array(z.object({ Name: z.string(), DefaultValue: z.string().optional() })).default([]),
  Stages: z
    .array(
      z.object({
        Name: z.string().min(1),
        Actions: z.array(actionSchema).min(1),
        BeforeEntry: z.unknown().optional(),
        OnSuccess: z.unknown().optional(),
        OnFailure: z.unknown().optional(),
      }),
    )
    .min(2, 'a pipeline has at least two stages'),
});

/**
 * Reads a deployed pipeline definition.
 *
 * @throws CodedError TAP4103 if it isn't one, TAP4101 if it holds actions that the rehearsal can't carry out, TAP4102 if an
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
        conditions: conditionNames.filter((condition) => stage[condition] !== undefined),
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
