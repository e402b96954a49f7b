import { CodedError } from '@delivery/coded-error';
import { shortened } from './shortened';

/**
 * Refuses a value of the configuration.
 *
 * @param where the value's place, such as `environments[1].region`
 * @param received what was written there; null if nothing was
 * @param rule what is wrong with it, what is allowed and what to do
 */
export function fail(code: string, where: string, received: unknown, rule: string): never {
  throw new CodedError(code, `${where}: ${shortened(JSON.stringify(received))} ${rule}`);
}
