import { CodedError } from '@delivery/coded-error';
import type { AssemblyStack } from '../assembly';
import type { Need } from './needs';
import { asOf, knownQuotas, type Quota } from './table';

/** What one place needs of one quota. */
export interface QuotaNeed extends Need {
  readonly quota: Quota;
  /** Account id, or whose account it is. */
  readonly account: string;
  /** Absent for a quota that the account has for all regions. */
  readonly region?: string;
  /** What a new account has there. */
  readonly limit: number;
}

/** Share of a default from which on it is told: what else the account holds comes on top. */
const near = 0.8;

/**
 * What the stacks of an assembly need together, in each account and region.
 *
 * @throws CodedError TAP2061 if a quota's default is not known for a region
 */
export function quotaNeeds(stacks: readonly AssemblyStack[], quotas = knownQuotas): readonly QuotaNeed[] {
  const accounts = groupBy(stacks, ({ account }) => account);
  return [...accounts].flatMap(([account, ofAccount]) => {
    const regions = groupBy(ofAccount, ({ region }) => region);
    return quotas.flatMap((quota): QuotaNeed[] => {
      if (quota.per === 'account') {
        return [{ quota, account, limit: limitOf(quota, 'every region'), ...quota.measure(ofAccount) }];
      }
      return [...regions].map(([region, ofRegion]) => ({
        quota,
        account,
        region,
        limit: limitOf(quota, region),
        ...quota.measure(ofRegion),
      }));
    });
  });
}

function limitOf({ name, limit, source }: Quota, region: string): number {
  const found = typeof limit === 'number' ? limit : limit[region];
  if (found === undefined) {
    throw new CodedError(
      'TAP2061',
      `${name}: the default in ${region} is not known; add it to scripts/build/quotas/table.ts, from ${source}`,
    );
  }
  return found;
}

/** The needs as text: one line for each quota that a new account is short of, or nearly, and what to ask for. */
export function describeNeeds(needs: readonly QuotaNeed[]): string {
  const told = needs.filter(({ most, limit }) => most > limit * near);
  const places = groupBy(told, ({ account, region }) => (region === undefined ? account : `${account}, ${region}`));
  return [
    `Quotas: what all environments need together, of what a new account has (as of ${asOf}; docs/deploy.md says how to ask for more)`,
    ...[...places].flatMap(([place, ofPlace]) => [`  ${place}`, ...ofPlace.map((need) => `    ${describeNeed(need)}`)]),
    `  ${needs.length - told.length} more are far from reached`,
  ].join('\n');
}

function describeNeed(need: QuotaNeed): string {
  const { quota, limit, first, most } = need;
  const needed = first === most ? `${most}` : `${first} to begin with, up to ${most}`;
  return `${quota.name}: ${needed} of ${limit}${quota.note ? ` (${quota.note})` : ''}; ${advice(need)}`;
}

function advice({ quota: { service, code, waits }, limit, first, most }: QuotaNeed): string {
  if (most <= limit) return `enough, and leaves ${limit - most} for whatever else is there`;
  const ask = `ask for ${most}: service ${service}${code === undefined ? '' : `, quota ${code}`}`;
  if (waits && limit > 0) return `enough, one after the other; ${ask}, for all at once`;
  return first > limit ? `the first deployment needs more; ${ask}` : `enough to begin with; ${ask}`;
}

function groupBy<T>(members: readonly T[], keyOf: (member: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const member of members) {
    const key = keyOf(member);
    groups.set(key, [...(groups.get(key) ?? []), member]);
  }
  return groups;
}
