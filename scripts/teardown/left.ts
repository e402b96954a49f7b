import { CodedError } from '@delivery/coded-error';
import { type AccountClients, asked } from './aws';
import type { Kept } from './kept';
import { keptLooks, type Shown } from './kept-looks';
import { type Snapshot, snapshotsOf } from './snapshots';

/**
 * What is known of something kept: what a look has shown, or why nobody has looked. The snapshot of a cluster that is still there
 * is to come.
 */
export type Sight = Shown | 'to come' | { readonly notLookedAt: string };

/** Something kept, looked at. */
export interface Left extends Kept {
  readonly sight: Sight;
  /** Of a cluster that has left some. */
  readonly snapshots: readonly Snapshot[];
}

/** Looks at everything that is kept. What can't be looked at stays in the list, and is not said to be there. */
export async function lookAtKept(kept: readonly Kept[], clients: AccountClients): Promise<readonly Left[]> {
  const looked = await Promise.all(kept.flatMap(withSnapshots).map((one) => lookAt(one, clients)));
  return looked.filter(({ expected, left }) => expected || left.sight !== 'gone').map(({ left }) => left);
}

/** Something to look at; what is not expected is nothing to tell of where it isn't there. */
interface ToLookAt extends Kept {
  readonly expected: boolean;
}

interface Looked extends Pick<ToLookAt, 'expected'> {
  readonly left: Left;
}

/** Of a cluster that its stack kept, somebody has taken snapshots before it was deleted by hand, as teardown itself advises. */
function withSnapshots(kept: Kept): readonly ToLookAt[] {
  const all = [{ ...kept, expected: true }];
  if (kept.type !== 'AWS::RDS::DBCluster' || kept.fate !== 'stays') return all;
  return [...all, { ...kept, fate: 'leaves a snapshot', left: true, expected: false }];
}

async function lookAt({ expected, ...one }: ToLookAt, clients: AccountClients): Promise<Looked> {
  try {
    const left = await (one.fate === 'stays' ? lookAtResource(one, clients) : lookAtSnapshots(one, clients));
    return { expected, left };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { expected, left: { ...one, sight: { notLookedAt: error.message }, snapshots: [] } };
  }
}

async function lookAtResource(kept: Kept, clients: AccountClients): Promise<Left> {
  const look = keptLooks[kept.type];
  if (look === undefined) return unknownType(kept);
  const here = clients.in(kept.region);
  const sight = await asked(here, look.right, () =>
    look.ask(kept.physicalId, here).catch((error: unknown) => {
      if (error instanceof Error && look.gone.includes(error.name)) return 'gone' as const;
      throw error;
    }),
  );
  return { ...kept, sight, snapshots: [] };
}

async function lookAtSnapshots(kept: Kept, clients: AccountClients): Promise<Left> {
  if (!kept.left) return { ...kept, sight: 'to come', snapshots: [] };
  if (kept.type !== 'AWS::RDS::DBCluster') return unknownType(kept);
  const snapshots = await snapshotsOf(kept, clients);
  return { ...kept, sight: snapshots.length === 0 ? 'gone' : 'there', snapshots };
}

function unknownType(kept: Kept): Left {
  return { ...kept, sight: { notLookedAt: `nobody knows here how to look at ${kept.type}` }, snapshots: [] };
}
