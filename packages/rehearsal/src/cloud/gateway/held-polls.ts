import { setTimeout as sleep } from 'node:timers/promises';
import type { UpstreamAnswer } from '../base/upstream';

/** Longest hold, in milliseconds: just below the pause that the CDK CLI makes between two polls, which is 5 s. */
const holdMs = 4_500;
/** Pause between two looks, growing from the first to the last, in milliseconds. */
const firstPauseMs = 15;
const lastPauseMs = 150;

/** Not `REVIEW_IN_PROGRESS`: such a stack waits for its client, and would do so for ever. */
const atWorkPattern =
  /<(?:Stack)?Status>(?:CREATE|UPDATE|DELETE|ROLLBACK|IMPORT)_(?:[A-Z_]*_)?(?:IN_PROGRESS|PENDING)</;

/** True for the calls by which clients wait for a stack or change set. */
export function isPoll(service: string, action: string, form: URLSearchParams | undefined): boolean {
  return (
    service === 'cloudformation' &&
    (action === 'DescribeStacks' || action === 'DescribeChangeSet') &&
    (form?.has('StackName') ?? false)
  );
}

/**
 * Holds the answer to a poll until the stack or change set is at rest, so that a client that polls every few seconds hears of
 * it at once. An answer that says "in progress" after the longest hold is true as well.
 */
export async function heldAnswer(
  ask: () => Promise<UpstreamAnswer>,
  signal: AbortSignal,
  now: () => number = Date.now,
): Promise<UpstreamAnswer> {
  const until = now() + holdMs;
  let pause = firstPauseMs;
  for (;;) {
    const answer = await ask();
    const atWork = answer.status === 200 && atWorkPattern.test(answer.body.toString());
    if (!atWork || now() >= until || signal.aborted) return answer;
    await sleep(pause, undefined, { ref: false });
    pause = Math.min(lastPauseMs, pause * 1.5);
  }
}
