import { exitCodes, RunAborted, RunError } from '../command/run-error';

/** How a probe ends that came to no result. */
export interface Unfinished {
  readonly exitCode: number;
  readonly message: string;
}

/** @param signal its reason is what ended the probe, whatever an aborted part threw on its way out */
export function unfinished(error: unknown, signal: AbortSignal): Unfinished {
  const cause: unknown = signal.aborted ? signal.reason : error;
  const message = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof RunAborted) return { exitCode: exitCodes[cause.verdict], message };
  if (cause instanceof RunError) return { exitCode: cause.exitCode, message };
  // The commit gave no environment that could be probed.
  return { exitCode: exitCodes.stopped, message };
}
