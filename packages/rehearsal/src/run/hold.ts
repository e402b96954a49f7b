import type { LocalCloud } from '../cloud/base/contracts';
import { RunAborted } from '../command/run-error';
import type { Emit } from '../events/events';
import type { Ending } from './ending';

/** Who calls with the keys that a hold gives out: a person, whose calls are no use of a resource. */
const callerName = 'person shell';

export interface Hold {
  /** Absent if the run ended before there was one. */
  readonly cloud: LocalCloud | undefined;
  readonly ending: Pick<Ending, 'verdict'>;
  readonly emit: Emit;
  /** Aborted when the hold is to end: a signal, the parent's end, a part of the cloud that is gone. */
  readonly signal: AbortSignal;
}

/**
 * Keeps the cloud of a run that has its verdict and its report, and says how clients reach it. Never rejects.
 *
 * @returns when the signal is aborted; at once if it is already, or if there is nothing to keep
 */
export async function hold({ cloud, ending, emit, signal }: Hold): Promise<void> {
  if (cloud === undefined || ending.verdict === 'broken') {
    const why = cloud === undefined ? 'it ended before there was one' : 'it broke';
    emit({ type: 'warning', code: 'TAP4064', message: `--hold: no local cloud is left of this run, because ${why}.` });
    return;
  }
  if (signal.aborted) return;
  emit({ type: 'cloud-held', endpoint: cloud.endpoint, accounts: accountsOf(cloud) });
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  const reason: unknown = signal.reason;
  if (reason instanceof RunAborted && reason.verdict === 'broken') {
    emit({ type: 'warning', code: 'TAP4065', message: `The held cloud is gone: ${reason.message}` });
  }
  emit({ type: 'phase', text: 'Ending the local cloud' });
}

/** One set of variables for each account. Clients may name another region: the key stands for the account alone. */
function accountsOf(cloud: LocalCloud) {
  const regions = new Map<string, string[]>();
  for (const { account, region } of cloud.bootstrapped()) {
    const known = regions.get(account) ?? [];
    regions.set(account, known.includes(region) ? known : [...known, region]);
  }
  return [...regions].map(([account, names]) => ({
    account,
    regions: names,
    variables: cloud.awsVariables({ name: callerName, account, region: names[0] ?? '' }),
  }));
}
