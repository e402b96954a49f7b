import { sleep } from 'k6';
import { Counter, Trend } from 'k6/metrics';
import { WrongAnswer } from './answer.ts';
import { generatorLagMetric, journeysCompletedMetric, journeysStartedMetric } from './expectations.ts';
import type { Shop } from './shop.ts';

/** One thing that a shopper does: exactly one request, and what it leads to. */
export interface Step<State> {
  readonly name: string;
  run(shop: Shop, state: State): void;
}

const started = new Counter(journeysStartedMetric);
const completed = new Counter(journeysCompletedMetric);
const generatorLag = new Trend(generatorLagMetric, true);

/**
 * Goes through the steps once, thinking after each.
 *
 * A wrong answer ends the shopping, but the shopper stays for the rest of the thinking time, so that a shop that fails fast
 * doesn't get a smaller load. Anything else that is thrown leaves the journey started and not completed: k6 itself counts
 * such an iteration as done and ends with 0.
 */
export function walk<State>(steps: readonly Step<State>[], shop: Shop, state: State, thinkSeconds: number): void {
  started.add(1);
  let ended = false;
  try {
    let shopping = true;
    for (const step of steps) {
      if (shopping) shopping = goodAnswer(() => step.run(shop, state));
      think(thinkSeconds / steps.length);
    }
    ended = true;
  } finally {
    if (ended) completed.add(1);
  }
}

function goodAnswer(run: () => void): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (error instanceof WrongAnswer) return false;
    throw error;
  }
}

/** How late the generator wakes up says whether the machine it runs on keeps up, whatever the shop does. */
function think(seconds: number): void {
  const begin = Date.now();
  sleep(seconds);
  generatorLag.add(Math.max(0, Date.now() - begin - seconds * 1000));
}
