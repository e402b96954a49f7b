import type { ActionId, ActionVerdict } from '../events/events';
import { runOrderGroups, type Stage } from '../model/pipeline';
import type { ActionOutcome } from './executor';
import { type ExecutionContext, runAction } from './run-action';

/** The action that stopped a stage, and why. */
export interface Stopped extends ActionId {
  readonly reason: string;
}

export type StageResult =
  | { readonly kind: 'passed' }
  | { readonly kind: 'changed' }
  | ({ readonly kind: 'stopped' } & Stopped);

export interface StageContext extends Omit<ExecutionContext, 'variables'> {
  /** Filled as actions set variables. */
  readonly variables: Map<string, Readonly<Record<string, string>>>;
  /** Whether the deployed definition is no longer the one that is being carried out. */
  readonly definitionChanged: () => Promise<boolean>;
}

/**
 * Carries out one stage: run orders one after the other, the actions of one run order side by side. A failed action stops
 * the stage once the others of its run order have ended, as on AWS.
 *
 * @throws the signal's reason if it is aborted; an executor's own trouble, once the others have ended
 */
export async function executeStage(context: StageContext, stage: Stage, signal: AbortSignal): Promise<StageResult> {
  const { emit } = context;
  const startedAt = performance.now();
  let verdict: ActionVerdict = 'pass';
  const end = (result: StageResult): StageResult => {
    const seconds = (performance.now() - startedAt) / 1000;
    emit({ type: 'stage-ended', stage: stage.name, verdict: result.kind === 'stopped' ? 'fail' : verdict, seconds });
    return result;
  };
  emit({ type: 'stage-started', stage: stage.name });
  for (const group of runOrderGroups(stage)) {
    const outcomes = await together(group.map((action) => runAction(context, stage.name, action, signal)));
    for (const [index, outcome] of outcomes.entries()) {
      const namespace = group[index]?.namespace;
      if (namespace !== undefined) context.variables.set(namespace, outcome.variables ?? {});
      if (outcome.verdict === 'stood in') verdict = 'stood in';
    }
    const failed = outcomes.findIndex((outcome) => outcome.verdict === 'fail');
    if (failed >= 0) {
      return end({
        kind: 'stopped',
        stage: stage.name,
        action: group[failed]?.name ?? '',
        reason: [outcomes[failed]?.reason ?? 'no reason given', ...afterFailure(stage)].join('\n'),
      });
    }
    // Only a build can have deployed another definition: that is what self-mutation is.
    if (group.some((action) => action.configuration.kind === 'build') && (await context.definitionChanged())) {
      return end({ kind: 'changed' });
    }
  }
  return end({ kind: 'passed' });
}

function afterFailure({ onFailure }: Stage): string[] {
  return onFailure === undefined
    ? []
    : [`On AWS the stage's OnFailure would follow, ${onFailure}; the rehearsal ends here.`];
}

/** Waits for all, also if one throws: then what the others came to is told before its error is thrown. */
async function together(actions: readonly Promise<ActionOutcome>[]): Promise<readonly ActionOutcome[]> {
  await Promise.allSettled(actions);
  return Promise.all(actions);
}
