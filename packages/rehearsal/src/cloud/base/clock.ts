/**
 * The one clock of a rehearsal: time stamps are real, and durations that a template or AWS's documentation names are
 * divided by the factor.
 */
export interface Clock {
  /** How many times faster than AWS; 1 or more. */
  readonly factor: number;
  /** Milliseconds since the epoch, real. */
  now(): number;
  /** Real milliseconds for a number of AWS seconds. */
  realMs(awsSeconds: number): number;
  /** Calls `action` every so many real milliseconds, never twice at once, until the answer is called. */
  every(ms: number, action: () => void | Promise<void>): () => void;
  /** Fulfilled after so many real milliseconds, or at once when the signal is aborted; never rejected. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's clock, running `factor` times faster than AWS's. */
export function realClock(factor: number): Clock {
  return {
    factor,
    now: () => Date.now(),
    realMs: (awsSeconds) => (awsSeconds * 1000) / factor,
    every(ms, action) {
      let busy = false;
      const timer = setInterval(() => {
        if (busy) return;
        busy = true;
        Promise.resolve()
          .then(action)
          // What the action does about its failures is the action's business; a timer has nobody to tell.
          .catch(() => undefined)
          .finally(() => {
            busy = false;
          });
      }, ms);
      timer.unref();
      return () => clearInterval(timer);
    },
    wait(ms, signal) {
      return new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const done = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        signal?.addEventListener('abort', done, { once: true });
      });
    },
  };
}
