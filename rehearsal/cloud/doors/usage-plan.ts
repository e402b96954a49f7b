import type { Clock } from '../clock';
import { type Owned, read } from '../inventory/inventory';

/** Why a usage plan refuses a request. */
export type Refusal = 'throttled' | 'quota';

/**
 * Requests of one API key in one usage plan: a token bucket for rate and burst, and a count for the quota.
 *
 * Load runs in real time, so rate and quota are taken as they are, whatever the clock's factor.
 */
export class KeyAllowance {
  private tokens: number;
  private filledAt: number;
  private used = 0;
  private readonly rate: number;
  private readonly burst: number;
  private readonly quota: number;

  constructor(
    plan: Owned,
    private readonly clock: Pick<Clock, 'now'>,
  ) {
    const throttle = read(plan).object('Throttle');
    const quota = read(plan).object('Quota');
    this.rate = throttle.optionalNumber('RateLimit') ?? Number.POSITIVE_INFINITY;
    this.burst = throttle.optionalNumber('BurstLimit') ?? this.rate;
    this.quota = quota.optionalNumber('Limit') ?? Number.POSITIVE_INFINITY;
    this.tokens = this.burst;
    this.filledAt = clock.now();
  }

  /** Takes one request; the reason if there is none left. */
  take(): Refusal | undefined {
    const now = this.clock.now();
    if (this.rate !== Number.POSITIVE_INFINITY) {
      this.tokens = Math.min(this.burst, this.tokens + ((now - this.filledAt) / 1000) * this.rate);
      this.filledAt = now;
      if (this.tokens < 1) return 'throttled';
    }
    if (this.used >= this.quota) return 'quota';
    this.tokens -= 1;
    this.used += 1;
    return undefined;
  }
}
