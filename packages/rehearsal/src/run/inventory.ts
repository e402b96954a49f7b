import { exitCodes, RunError } from '../command/run-error';
import { isCarriedOut, isStackMode } from '../model/action-configuration';
import { count } from '../report/count';
import type { Assembly, SynthesizedPipeline } from './assembly';
import { unstartableOf } from './unstartable';

/** Something that is not carried out. */
export interface Foreign {
  /** `Stage/Action` of an action, `Stack/LogicalId` of a resource. */
  readonly where: string;
  /** Category, owner and provider of an action; of a resource its type, and why not. */
  readonly kind: string;
}

/** What of a pipeline can be carried out, known before anything of it is. */
export interface Inventory {
  readonly pipeline: SynthesizedPipeline;
  readonly actions: number;
  readonly carriedOut: number;
  readonly foreign: readonly Foreign[];
}

/** @throws RunError TAP4049 if the commit has no pipeline, or several */
export async function inventoryOf(
  assembly: Pick<Assembly, 'pipeline' | 'allStacks' | 'imageAssets'>,
): Promise<Inventory> {
  const pipeline = await assembly.pipeline();
  const actions = pipeline.stages.flatMap(({ name, actions }) =>
    actions.map((action) => ({ where: `${name}/${action.name}`, ...action })),
  );
  const foreign = actions.flatMap(({ where, kind, configuration }) => {
    const said = foreignKind(kind, configuration);
    return said === undefined ? [] : [{ where, kind: said }];
  });
  return {
    pipeline,
    actions: actions.length,
    carriedOut: actions.length - foreign.length,
    foreign: [...foreign, ...(await unstartableOf(assembly, pipeline))],
  };
}

/** What of an action is not carried out: its kind, or what its configuration asks of it. */
function foreignKind(kind: string, configuration: Readonly<Record<string, unknown>>): string | undefined {
  if (!isCarriedOut(kind)) return kind;
  const { ActionMode: mode, BatchEnabled: batch } = configuration;
  if (kind === 'Deploy/AWS/CloudFormation' && typeof mode === 'string' && !isStackMode(mode)) return `${kind}, ${mode}`;
  return batch === 'true' || batch === true ? `${kind}, a batch` : undefined;
}

/** An inventory as lines for a person. */
export function describeInventory({ pipeline, actions, carriedOut, foreign }: Inventory): readonly string[] {
  return [
    `The pipeline of ${pipeline.stack} has ${count(pipeline.stages.length, 'stage')} and ${count(actions, 'action')}; ${carriedOut} of them can be carried out.`,
    ...foreign.map(({ where, kind }) => `  not: ${where} (${kind})`),
  ];
}

/** @throws RunError TAP4072 if there is an action or a resource that can't be carried out */
export function refuseForeign({ foreign }: Inventory): void {
  if (foreign.length === 0) return;
  const all = foreign.map(({ where, kind }) => `${where} (${kind})`).join(', ');
  throw new RunError('TAP4072', exitCodes.wrongUse, `The rehearsal can't carry out ${all}. Nothing was started.`);
}
