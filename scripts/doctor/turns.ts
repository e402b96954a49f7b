/** Lets a number of tasks run side by side, and the others wait in the order in which they came. */
export class Turns {
  private readonly waiting: (() => void)[] = [];
  private free: number;

  /** @param sideBySide how many may run at a time, 1 or more */
  constructor(sideBySide: number) {
    this.free = sideBySide;
  }

  /** Runs the task when it is its turn; rejects as the task does. */
  async take<T>(task: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    // Whoever ends hands its place on, so that nobody who comes later gets it first.
    else await new Promise<void>((begin) => this.waiting.push(begin));
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}
