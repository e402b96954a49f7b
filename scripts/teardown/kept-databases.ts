import { DescribeDBClustersCommand, DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { CodedError } from '../../lib/errors';
import { type AccountClients, asked, type RegionClients } from './aws';
import type { Kept } from './kept';

/** How it is asked whether a kept resource of a type is still there, and how RDS says that it isn't. */
const looks: Readonly<Record<string, { ask(id: string, clients: RegionClients): Promise<unknown>; gone: string }>> = {
  'AWS::RDS::DBCluster': {
    ask: (id, { rds }) => rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: id })),
    gone: 'DBClusterNotFoundFault',
  },
  'AWS::RDS::DBInstance': {
    ask: (id, { rds }) => rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id })),
    gone: 'DBInstanceNotFound',
  },
};

/**
 * What is kept, without the databases that a person has deleted meanwhile: a teardown goes on only when they are gone, and what
 * is gone costs nothing. Where nobody may look they count as kept.
 */
export async function withoutGoneDatabases(kept: readonly Kept[], clients: AccountClients): Promise<readonly Kept[]> {
  const there: Kept[] = [];
  for (const one of kept) if (await isThere(one, clients)) there.push(one);
  return there;
}

async function isThere({ type, fate, physicalId, region }: Kept, clients: AccountClients): Promise<boolean> {
  const look = looks[type];
  if (look === undefined || fate !== 'stays') return true;
  const here = clients.in(region);
  try {
    await asked(here, 'rds:Describe', () => look.ask(physicalId, here));
    return true;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const { name } = error.cause as Error;
    return name !== look.gone && name !== `${look.gone}Fault`;
  }
}
