import type { Look } from './look';
import { bootstrap } from './looks/bootstrap';
import { quotas } from './looks/quotas';
import { regions } from './looks/regions';
import { serviceLinkedRoles } from './looks/service-linked-roles';
import { source } from './looks/source';
import { stackStates } from './looks/stack-states';
import { zones } from './looks/zones';

/** Everything that the doctor looks at, in the order of its report. */
export const looks: readonly Look[] = [regions, bootstrap, source, zones, quotas, serviceLinkedRoles, stackStates];
