import type { Granted } from '../events/events';
import { passedOn } from '../network/withheld-variables';
import type { Configuration } from './configuration';

/** What a configuration gives to what is executed here: of variables, those that are set. */
export function grantedBy({ network, variables, jobs }: Configuration): Granted {
  return {
    hosts: network.allowed ?? [],
    synthVariables: Object.keys(passedOn(variables)),
    jobVariables: Object.keys(passedOn(jobs.variables ?? [])),
  };
}
