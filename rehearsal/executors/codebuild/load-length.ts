import { type Evidence, LOAD_LASTED, LOAD_WRITTEN } from '../../../checks/evidence';
import type { Difference } from '../../events';

/** How long a load test's load lasted here, and how long it lasts on AWS, both in seconds. */
export interface LoadLength {
  readonly here: number;
  readonly onAws: number;
}

/** What a load test's own evidence says of its length; undefined for any other gate, or for one that never came so far. */
export function loadLength({ gate, measurements }: Evidence): LoadLength | undefined {
  const seconds = (name: string) => measurements.find((measurement) => measurement.name === name)?.value;
  const [here, onAws] = [seconds(LOAD_LASTED), seconds(LOAD_WRITTEN)];
  return gate === 'load' && here !== undefined && onAws !== undefined ? { here, onAws } : undefined;
}

/** A load that was shortened is a difference. */
export function loadDifferences(evidence: Evidence): readonly Difference[] {
  const length = loadLength(evidence);
  if (length === undefined || length.here === length.onAws) return [];
  return [
    {
      onAws: `the load lasts ${length.onAws} s`,
      here: `it lasts ${length.here} s, at the same rates; a profile named with --profile runs at its full length`,
    },
  ];
}
