import { exitCodes, RunError } from '../command/run-error';
import { isCarriedOut } from '../model/action-configuration';
import { count } from '../report/count';
import type { Assembly, SynthesizedPipeline } from './assembly';

/** An action that is not carried out. */
export interface ForeignAction {
  /** `Stage/Action` */
  readonly where: string;
  /** Category, owner and provider. */
  readonly kind: string;
}

/** What of a pipeline can be carried out, known before anything of it is. */
export interface Inventory {
  readonly pipeline: SynthesizedPipeline;
  readonly carriedOut: number;
  readonly foreign: readonly ForeignAction[];
}

/** @throws RunError TAP4049 if the commit has no pipeline, or several */
export async function inventoryOf(assembly: Pick<Assembly, 'pipeline'>): Promise<Inventory> {
  const pipeline = await assembly.pipeline();
  const actions = pipeline.stages.flatMap(({ name, actions }) =>
    actions.map((action) => ({ where: `${name}/${action.name}`, kind: action.kind })),
  );
  const foreign = actions.filter(({ kind }) => !isCarriedOut(kind));
  return { pipeline, carriedOut: actions.length - foreign.length, foreign };
}

/** An inventory as lines for a person. */
export function describeInventory({ pipeline, carriedOut, foreign }: Inventory): readonly string[] {
  const all = carriedOut + foreign.length;
  return [
    `The pipeline of ${pipeline.stack} has ${count(pipeline.stages.length, 'stage')} and ${count(all, 'action')}; ${carriedOut} of them can be carried out.`,
    ...foreign.map(({ where, kind }) => `  not: ${where} (${kind})`),
  ];
}

/** @throws RunError TAP4072 if there is an action that can't be carried out */
export function refuseForeign({ foreign }: Inventory): void {
  if (foreign.length === 0) return;
  const actions = foreign.map(({ where, kind }) => `${where} (${kind})`).join(', ');
  throw new RunError('TAP4072', exitCodes.wrongUse, `The rehearsal can't carry out ${actions}. Nothing was started.`);
}
