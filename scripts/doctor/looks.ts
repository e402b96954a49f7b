import type { Look } from './look';
import { bootstrap } from './looks/bootstrap';
import { buildImage } from './looks/build-image';
import { engine } from './looks/engine';
import { lambdaRuntimes } from './looks/lambda-runtimes';
import { namesTaken } from './looks/names-taken';
import { pins } from './looks/pins';
import { protection } from './looks/protection';
import { quotas } from './looks/quotas';
import { regions } from './looks/regions';
import { serviceLinkedRoles } from './looks/service-linked-roles';
import { source } from './looks/source';
import { stackNames } from './looks/stack-names';
import { stackStates } from './looks/stack-states';
import { trail } from './looks/trail';
import { zones } from './looks/zones';

/** Everything that the doctor looks at, in the order of its report. */
export const looks: readonly Look[] = [
  regions,
  bootstrap,
  source,
  zones,
  quotas,
  serviceLinkedRoles,
  engine,
  buildImage,
  lambdaRuntimes,
  trail,
  namesTaken,
  stackNames,
  stackStates,
  protection,
  pins,
];
