import type { Clock } from '../base/clock';
import { TokenBucket } from '../base/token-bucket';
import { type Owned, read } from '../deployed/deployed-stacks';

/** Why a usage plan refuses a request. */
export type Refusal = 'throttled' | 'quota';

/**
 * Requests of one API key in one usage plan: a token bucket for rate and burst, and a count for the quota, which is taken as it
 * is, whatever the clock's factor: load runs in real time.
 */
export class KeyAllowance {
  private used = 0;
  private readonly bucket: TokenBucket;
  private readonly quota: number;

  constructor(plan: Owned, clock: Pick<Clock, 'now'>) {
    const throttle = read(plan).object('Throttle');
    const quota = read(plan).object('Quota');
    const rate = throttle.optionalNumber('RateLimit') ?? Number.POSITIVE_INFINITY;
    this.bucket = new TokenBucket(rate, throttle.optionalNumber('BurstLimit') ?? rate, clock);
    this.quota = quota.optionalNumber('Limit') ?? Number.POSITIVE_INFINITY;
  }

  /** Takes one request; the reason if there is none left. */
  take(): Refusal | undefined {
    if (!this.bucket.take()) return 'throttled';
    if (this.used >= this.quota) return 'quota';
    this.used += 1;
    return undefined;
  }
}
