import { exitCodes, RunError } from '../command/run-error';
import { isCarriedOut, isStackMode, unknownConfigurationKeys } from '../model/action-configuration';
import { closedStages, unknownKeys } from '../model/read-pipeline';
import { count } from '../report/count';
import type { Assembly, SynthesizedPipeline } from './assembly';
import { unstartableOf } from './unstartable';

/** Something that is not carried out. */
export interface Foreign {
  /** `Stage/Action` of an action, a stage, or the pipeline's stack; `Stack/LogicalId` of a resource. */
  readonly where: string;
  /** Category, owner and provider of an action; of a resource its type, and why not; a key that is not read. */
  readonly kind: string;
}

/** Where an execution waits until somebody enables the transition. */
export interface ClosedStage {
  readonly stage: string;
  readonly reason: string;
}

/** What of a pipeline can be carried out, known before anything of it is. */
export interface Inventory {
  readonly pipeline: SynthesizedPipeline;
  readonly actions: number;
  readonly carriedOut: number;
  readonly foreign: readonly Foreign[];
  /** The first stage that no execution enters; undefined: all are entered. */
  readonly closed: ClosedStage | undefined;
}

/** @throws RunError TAP4049 if the commit has no pipeline, or several */
export async function inventoryOf(
  assembly: Pick<Assembly, 'pipeline' | 'allStacks' | 'imageAssets'>,
): Promise<Inventory> {
  const pipeline = await assembly.pipeline();
  const closed = firstClosed(pipeline);
  let entered = true;
  const actions = pipeline.stages.flatMap(({ name, actions }) => {
    entered &&= name !== closed?.stage;
    return actions.map((action) => ({ where: `${name}/${action.name}`, entered, ...action }));
  });
  const foreign = [
    ...actions.flatMap(({ where, kind, configuration }) =>
      foreignKinds(kind, configuration).map((said) => ({ where, kind: said })),
    ),
    ...unknownKeys(pipeline.properties).map(({ place, key }) => ({
      where: place.join('/') || pipeline.stack,
      kind: unread(key),
    })),
  ];
  const places = new Set(foreign.map(({ where }) => where));
  return {
    pipeline,
    actions: actions.length,
    carriedOut: actions.filter((action) => action.entered && !places.has(action.where)).length,
    foreign: [...foreign, ...(await unstartableOf(assembly, pipeline))],
    closed,
  };
}

/** No transition leads into the first stage. */
function firstClosed({ properties, stages }: SynthesizedPipeline): ClosedStage | undefined {
  const reasons = closedStages(properties);
  const stage = stages.slice(1).find(({ name }) => reasons.has(name))?.name;
  return stage === undefined ? undefined : { stage, reason: reasons.get(stage) ?? '' };
}

function unread(key: string): string {
  return `${key}, which the rehearsal does not read`;
}

/** What of an action is not carried out: its kind, or what its configuration asks of it. */
function foreignKinds(kind: string, configuration: Readonly<Record<string, unknown>>): readonly string[] {
  if (!isCarriedOut(kind)) return [kind];
  const { ActionMode: mode, BatchEnabled: batch } = configuration;
  const unreadKeys = unknownConfigurationKeys(kind, configuration).map((key) => `${kind}, ${unread(key)}`);
  if (kind === 'Deploy/AWS/CloudFormation' && typeof mode === 'string' && !isStackMode(mode)) {
    return [`${kind}, ${mode}`, ...unreadKeys];
  }
  return batch === 'true' || batch === true ? [`${kind}, a batch`, ...unreadKeys] : unreadKeys;
}

/** An inventory as lines for a person. */
export function describeInventory({ pipeline, actions, carriedOut, foreign, closed }: Inventory): readonly string[] {
  return [
    `The pipeline of ${pipeline.stack} has ${count(pipeline.stages.length, 'stage')} and ${count(actions, 'action')}; ${carriedOut} of them can be carried out.`,
    ...foreign.map(({ where, kind }) => `  not: ${where} (${kind})`),
    ...(closed === undefined
      ? []
      : [`  not: ${closed.stage} and what follows (the transition is disabled: ${closed.reason})`]),
  ];
}

/** @throws RunError TAP4072 if there is an action or a resource that can't be carried out, or a key that is not read */
export function refuseForeign({ foreign }: Inventory): void {
  if (foreign.length === 0) return;
  const all = foreign.map(({ where, kind }) => `${where} (${kind})`).join(', ');
  throw new RunError('TAP4072', exitCodes.wrongUse, `The rehearsal can't carry out ${all}. Nothing was started.`);
}
