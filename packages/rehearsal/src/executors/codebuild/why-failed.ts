import type { GateEvidence } from '../../events/gate-evidence';
import type { Gates } from './gates';
import type { FailedCommand } from './run-phases';
import { tellingLines } from './telling-lines';

/** Reasons shown where a person reads why the run stopped; the report has all of them. */
const shownReasons = 6;

/** A gate's verdict and its reasons, a line each; undefined if all that was judged passed. What is excused is counted alone. */
export function whyNotPassed(judged: readonly GateEvidence[], { excusedAlarms }: Gates): string | undefined {
  const bad = judged.find(({ verdict }) => verdict !== 'pass');
  if (!bad) return undefined;
  const { gate, environment, verdict, reasons, measurements } = bad;
  const more = reasons.length - shownReasons;
  const excused = measurements.find(({ name }) => name === excusedAlarms)?.value ?? 0;
  return [
    `The ${gate} gate of ${environment}: ${verdict}.`,
    ...reasons.slice(0, shownReasons),
    ...(more > 0 ? [`and ${more} more ${more === 1 ? 'reason' : 'reasons'}, in the report`] : []),
    ...(excused > 0 ? [`${excused} alarms were excused, because nothing on this machine can feed them.`] : []),
  ].join('\n');
}

/** Which command failed, and the lines in which it says why. */
export function commandFailed({ phase, command, status }: FailedCommand, said: readonly string[]): string {
  return [`Phase ${phase}: "${command}" ended with ${status}.`, ...tellingLines(said)].join('\n');
}
