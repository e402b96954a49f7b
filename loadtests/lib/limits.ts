import type { Door } from './profile.ts';

/** What a door's answers are held against; from the environment's configuration, by way of its manifest. */
export interface Limits {
  /** Milliseconds, 95th percentile of the time that an answer takes. */
  readonly p95Ms: number;
  /** Largest share of answers that failed or had wrong content, 0 to 1. */
  readonly maxErrorRate: number;
}

/** The doors of a run: those that limits are given for, no other. */
export type LimitsByDoor = Readonly<Partial<Record<Door, Limits>>>;
