import { exitCodes, RunAborted, RunError } from '../command/run-error';
import { type PipelineResult, placeOf } from '../engine/execute-pipeline';
import type { RunVerdict } from '../events/events';
import type { FaultOutcome } from '../faults/fault';
import type { FaultPlan } from './fault-plan';

/** How a run ended. */
export interface Ending {
  readonly verdict: RunVerdict;
  readonly exitCode: number;
  /** For a person. Of a stopped run: its first line names the action, further ones say why. */
  readonly reason: string;
  readonly faults: readonly FaultOutcome[];
}

/**
 * How a run ended, in the contract's terms.
 *
 * @throws RunError if it was refused: then nothing was started, and there is nothing to report
 */
export async function endingOf(
  plan: FaultPlan,
  signal: AbortSignal,
  run: () => Promise<PipelineResult>,
): Promise<Ending> {
  try {
    const result = await run();
    if (result.verdict === 'stopped') {
      return stopped(`${placeOf(result.by)}: ${result.reason}`, await plan.outcomes(result.by));
    }
    const faults = await plan.outcomes(undefined);
    const missed = missedReason(faults);
    if (missed !== undefined)
      return { verdict: 'promoted', exitCode: exitCodes.faultNotCaught, reason: missed, faults };
    const reason = 'Every stage that was asked for passed.';
    return { verdict: 'promoted', exitCode: exitCodes.promoted, reason, faults };
  } catch (error) {
    // Whatever an aborted part threw on its way out, the reason of the abort is what ended the run.
    const cause: unknown = signal.aborted ? signal.reason : error;
    const faults = await plan.outcomes(undefined);
    if (cause instanceof RunAborted) {
      return { verdict: cause.verdict, exitCode: exitCodes[cause.verdict], reason: cause.message, faults };
    }
    if (cause instanceof RunError && cause.exitCode === exitCodes.stopped) return stopped(cause.message, faults);
    if (cause instanceof RunError && cause.exitCode !== exitCodes.broken) throw cause;
    return { verdict: 'broken', exitCode: exitCodes.broken, reason: trouble(cause), faults };
  }
}

function stopped(reason: string, faults: readonly FaultOutcome[]): Ending {
  const missed = missedReason(faults);
  return missed === undefined
    ? { verdict: 'stopped', exitCode: exitCodes.stopped, reason, faults }
    : { verdict: 'stopped', exitCode: exitCodes.faultNotCaught, reason: `${missed} ${reason}`, faults };
}

/** Which faults were not caught, and how; undefined if all of them were. */
function missedReason(faults: readonly FaultOutcome[]): string | undefined {
  const missed = faults.filter((fault) => !fault.caught);
  return missed.length === 0 ? undefined : missed.map(describeMissed).join(' ');
}

function describeMissed({ name, injected, expectedGate, stoppedBy }: FaultOutcome): string {
  if (!injected) return `Fault ${name} was not applied.`;
  if (stoppedBy === null) return `Fault ${name} was to be stopped by ${expectedGate}; nothing stopped it.`;
  return `Fault ${name} was to be stopped by ${expectedGate}; it was stopped by ${stoppedBy}, or for another reason, or it left something behind.`;
}

/** What broke, with the stack for whoever has to mend it. */
function trouble(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return `The disk is full: ${error.message}`;
  return error.stack ?? error.message;
}
