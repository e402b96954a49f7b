import entries from './catalogue.json';
import type { Fault } from './fault';

/** What `--list-faults` shows of each fault; as data, because it is shown before anything is installed. */
export const catalogue: readonly Pick<Fault, 'name' | 'gate' | 'description'>[] = entries;

/**
 * A fault's description, with what the action that stops it says of it.
 *
 * @throws Error for a name that the catalogue lacks
 */
export function described(name: string, trace: RegExp): Pick<Fault, 'name' | 'gate' | 'description' | 'trace'> {
  const found = catalogue.find((entry) => entry.name === name);
  if (!found) throw new Error(`rehearsal/faults/catalogue.json has no fault "${name}"`);
  return { ...found, trace };
}
