import { setTimeout as sleep } from 'node:timers/promises';
import type { DeadlineClock } from './approval';

/** Timers of Node hold at most this many milliseconds; longer ones fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** @param factor how many times faster than AWS the clock runs */
export function deadlineClock(factor: number): DeadlineClock {
  return {
    async waitMinutes(minutes, signal) {
      for (let left = (minutes * 60_000) / factor; left > 0; left -= longestTimerMs) {
        await sleep(Math.min(left, longestTimerMs), undefined, { signal }).catch((error: unknown) => {
          signal.throwIfAborted();
          throw error;
        });
      }
    },
  };
}
