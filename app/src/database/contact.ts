/** Milliseconds on a clock that never goes back. */
export type MonotonicClock = () => number;

/** Remembers when the database last answered: every query that succeeds counts, not only those of the health check. */
export class DatabaseContact {
  #lastAt: number | undefined;

  constructor(private readonly now: MonotonicClock = () => performance.now()) {}

  /** The database answered just now. */
  made(): void {
    this.#lastAt = this.now();
  }

  /** Milliseconds since the database last answered; undefined if it never did. */
  ageMs(): number | undefined {
    return this.#lastAt === undefined ? undefined : this.now() - this.#lastAt;
  }
}
