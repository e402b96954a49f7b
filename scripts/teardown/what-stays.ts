import { CodedError } from '../../lib/errors';
import type { AccountClients } from './aws';
import type { Kept } from './kept';
import { withoutGoneDatabases } from './kept-databases';
import { snapshotsOf } from './snapshots';
import { keptLines, snapshotLines } from './words';

/** What deleted stacks have left, in words: with the snapshots by name, where they may be looked at. */
export async function whatStays(kept: readonly Kept[], clients: AccountClients): Promise<readonly string[]> {
  const lines = [...keptLines(await withoutGoneDatabases(kept, clients))];
  for (const cluster of kept.filter(({ type, fate }) => type === 'AWS::RDS::DBCluster' && fate !== 'stays')) {
    try {
      lines.push(...snapshotLines(cluster, await snapshotsOf(cluster, clients)));
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      lines.push(`    snapshots of ${cluster.physicalId} not seen: ${error.message}`);
    }
  }
  return lines;
}
