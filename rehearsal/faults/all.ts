import { exitCodes, RunError } from '../run/run-error';
import type { Fault } from './fault';

/** Every fault that can be ordered, in the order of the pipeline. */
export const faults: readonly Fault[] = [];

/** @throws RunError TAP4046 for a name that no fault has */
export function faultByName(name: string): Fault {
  const fault = faults.find((known) => known.name === name);
  if (fault) return fault;
  throw new RunError(
    'TAP4046',
    exitCodes.wrongUse,
    `--fault "${name}": no such fault; --list-faults shows them: ${faults.map((known) => known.name).join(', ')}.`,
  );
}
