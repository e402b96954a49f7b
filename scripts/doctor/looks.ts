import type { Look } from './look';
import { bootstrap } from './looks/bootstrap';
import { stackStates } from './looks/stack-states';

/** Everything that the doctor looks at, in the order of its report. */
export const looks: readonly Look[] = [bootstrap, stackStates];
