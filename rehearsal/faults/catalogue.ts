import type { Fault } from '@delivery/rehearsal/faults/fault';
import entries from './catalogue.json';

/** What `--list-faults` shows of a fault. */
export type CatalogueEntry = Pick<Fault, 'name' | 'gate' | 'description'>;

/** As data, because it is shown before anything is installed; `npm run docs` makes it from the faults and the pipeline. */
export const catalogue: readonly CatalogueEntry[] = entries;

/** The catalogue of these faults as its file has it. */
export function catalogueJson(faults: readonly CatalogueEntry[]): string {
  return `${JSON.stringify(
    faults.map(({ name, gate, description }) => ({ name, gate, description })),
    undefined,
    2,
  )}\n`;
}
