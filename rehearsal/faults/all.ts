import type { Fault } from '@delivery/rehearsal/faults/fault';
import type { Places } from '@delivery/rehearsal/faults/places';
import { alarmFaults } from './alarm-faults';
import { approvalFaults } from './approval-faults';
import { containerFaults } from './container-faults';
import { imageFault } from './image-fault';
import { loadFaults } from './load-faults';
import { serviceFaults } from './service-faults';
import { sourceFaults } from './source-faults';
import { firstCreationFault, stackFault } from './stack-fault';
import { selfMutationFault } from './told-fault';
import { trafficFaults } from './traffic-faults';

/** Every fault that can be ordered, in the order of the pipeline. */
export function faultsAt(places: Places): readonly Fault[] {
  return [
    ...sourceFaults,
    ...containerFaults,
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
