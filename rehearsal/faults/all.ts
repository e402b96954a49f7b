import { exitCodes, RunError } from '../run/run-error';
import { alarmFaults } from './alarm-faults';
import { approvalFaults } from './approval-faults';
import type { Fault } from './fault';
import { imageFault } from './image-fault';
import { loadFaults } from './load-faults';
import { anyPlaces, type Places } from './places';
import { serviceFaults } from './service-faults';
import { sourceFaults } from './source-faults';
import { firstCreationFault, stackFault } from './stack-fault';
import { selfMutationFault } from './told-fault';
import { trafficFaults } from './traffic-faults';

/** Every fault that can be ordered, in the order of the pipeline. */
export function faultsAt(places: Places): readonly Fault[] {
  return [
    ...sourceFaults,
    imageFault,
    selfMutationFault,
    firstCreationFault(places),
    stackFault(places),
    ...serviceFaults(places),
    ...trafficFaults(places),
    ...loadFaults(places),
    ...alarmFaults(places),
    ...approvalFaults(places),
  ];
}

/** @throws RunError TAP4046 for a name that no fault has */
export function faultByName(name: string, places: Places = anyPlaces): Fault {
  const faults = faultsAt(places);
  const fault = faults.find((known) => known.name === name);
  if (fault) return fault;
  throw new RunError(
    'TAP4046',
    exitCodes.wrongUse,
    `--fault "${name}": no such fault; --list-faults shows them: ${faults.map((known) => known.name).join(', ')}.`,
  );
}
