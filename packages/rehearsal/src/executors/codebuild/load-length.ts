import type { Difference } from '../../events/events';
import type { LoadLength } from './gates';

/** A load that was shortened is a difference. */
export function loadDifferences(length: LoadLength | undefined): readonly Difference[] {
  if (length === undefined || length.here === length.onAws) return [];
  return [
    {
      onAws: `the load lasts ${length.onAws} s`,
      here: `it lasts ${length.here} s, at the same rates; a profile named with --profile runs at its full length`,
    },
  ];
}
