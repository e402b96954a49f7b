import { DescribeDBClusterSnapshotsCommand } from '@aws-sdk/client-rds';
import { type AccountClients, asked } from './aws';
import type { Kept } from './kept';

/** A snapshot that a deleted cluster has left, or that somebody took of it. */
export interface Snapshot {
  readonly id: string;
  readonly status: string;
  readonly takenAt?: Date;
}

/**
 * The snapshots of a cluster that are nobody's to expire.
 *
 * @throws CodedError TAP6002 to TAP6009 if RDS refuses
 */
export async function snapshotsOf(
  { physicalId, region }: Pick<Kept, 'physicalId' | 'region'>,
  clients: AccountClients,
): Promise<readonly Snapshot[]> {
  const here = clients.in(region);
  const found: Snapshot[] = [];
  let Marker: string | undefined;
  do {
    const command = new DescribeDBClusterSnapshotsCommand({
      DBClusterIdentifier: physicalId,
      SnapshotType: 'manual',
      Marker,
    });
    const page = await asked(here, 'rds:DescribeDBClusterSnapshots', () => here.rds.send(command));
    for (const {
      DBClusterSnapshotIdentifier: id = '',
      Status: status = '',
      SnapshotCreateTime,
    } of page.DBClusterSnapshots ?? []) {
      found.push({ id, status, takenAt: SnapshotCreateTime });
    }
    Marker = page.Marker;
  } while (Marker !== undefined);
  return found;
}
