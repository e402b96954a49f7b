import type { Clock } from './clock';

/**
 * Lets so many pass in a second, and as many at once as the bucket holds.
 *
 * What passes is real requests of this machine, so rate and burst are taken in real time, whatever the clock's factor.
 */
export class TokenBucket {
  private tokens: number;
  private filledAt: number;

  /** @param burst how many the bucket holds; it is full at first */
  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    private readonly clock: Pick<Clock, 'now'>,
  ) {
    this.tokens = burst;
    this.filledAt = clock.now();
  }

  /** Takes a token, if there is one. */
  take(): boolean {
    if (this.perSecond === Number.POSITIVE_INFINITY) return true;
    const now = this.clock.now();
    this.tokens = Math.min(this.burst, this.tokens + ((now - this.filledAt) / 1000) * this.perSecond);
    this.filledAt = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
