import { exitCodes, RunError } from '../command/run-error';
import type { Fault } from './fault';

/** @throws RunError TAP4046 for a name that no fault has */
export function faultByName(name: string, faults: readonly Fault[]): Fault {
  const fault = faults.find((known) => known.name === name);
  if (fault) return fault;
  const known = faults.map((one) => one.name).join(', ');
  throw new RunError(
    'TAP4046',
    exitCodes.wrongUse,
    `--fault "${name}": no such fault; ${known === '' ? 'this repository has none' : `--list-faults shows them: ${known}`}.`,
  );
}
