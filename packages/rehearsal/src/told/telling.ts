import type { LocalCloud } from '../cloud/base/contracts';
import type { RecordedExecution } from '../cloud/base/pipeline-history';
import type { Emit } from '../events/events';
import type { ExecutionState } from './pipeline-event';
import { type RecordedRun, Recorder } from './recorder';
import { tellOf } from './tell';

/** Remembers the executions of a push, and tells of those that have ended. */
export interface Telling {
  /** Takes every event of the push, and hands it on. */
  readonly emit: Emit;
  /**
   * Tells of the executions that have ended since.
   *
   * @throws the signal's reason if it is aborted
   */
  tell(signal: AbortSignal): Promise<void>;
}

export function telling(
  cloud: Pick<LocalCloud, 'awsVariables' | 'publications' | 'history'>,
  run: Omit<RecordedRun, 'history'>,
  next: Emit,
): Telling {
  const recorder = new Recorder({ ...run, history: cloud.history });
  const ended: { readonly execution: RecordedExecution; readonly state: ExecutionState }[] = [];
  return {
    emit(event) {
      recorder.add(event);
      if (event.type === 'execution-ended' && recorder.last)
        ended.push({ execution: recorder.last, state: event.state });
      next(event);
    },
    async tell(signal) {
      for (const { execution, state } of ended.splice(0)) await tellOf(cloud, execution, state, next, signal);
    },
  };
}
