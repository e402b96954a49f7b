import { namePrefix } from '../config';

/** One of the gates that every environment passes; also the name of its evidence file. */
export type Gate = 'smoke' | 'load' | 'alarms';

/**
 * Physical name of the role that a gate's job has in the pipeline's account.
 *
 * It is fixed because the environment's account trusts it by name: a policy there can't name a role that doesn't exist yet.
 */
export function gateRoleName(application: string, environment: string, gate: Gate): string {
  return `${namePrefix(application, environment)}-${gate}-job`;
}

/** The names of all gate roles of one environment. */
export function gateRoleNames(application: string, environment: string): Readonly<Record<Gate, string>> {
  return {
    smoke: gateRoleName(application, environment, 'smoke'),
    load: gateRoleName(application, environment, 'load'),
    alarms: gateRoleName(application, environment, 'alarms'),
  };
}
