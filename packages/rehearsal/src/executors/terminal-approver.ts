import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Approver } from './approval';

/** `--yes`: approves everything. */
export const yesApprover: Approver = {
  decide: () => Promise.resolve({ answer: 'approved', by: '--yes' }),
};

/**
 * Asks the person at the terminal. The question itself is printed by whoever shows the events. What was typed before it was
 * asked answers nothing.
 *
 * @param input where the answer is read, line by line: `y` or `yes` approves, `n`, `no` or nothing rejects, anything
 * else is asked again
 */
export function terminalApprover(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Approver {
  return {
    async decide(_where, _text, signal): Promise<Answer> {
      await discardTypedAhead(input);
      // A signal that came meanwhile would not be heard by a listener that is added now.
      signal.throwIfAborted();
      const lines = createInterface({ input, terminal: false });
      const close = () => lines.close();
      signal.addEventListener('abort', close, { once: true });
      try {
        for await (const line of lines) {
          if (/^\s*y(es)?\s*$/i.test(line)) return { answer: 'approved', by: 'the terminal' };
          if (/^\s*(no?)?\s*$/i.test(line)) return { answer: 'rejected', by: 'the terminal' };
          output.write('Please answer y (approve) or n (reject): ');
        }
        signal.throwIfAborted();
        return { answer: 'rejected', by: 'the end of the input' };
      } finally {
        signal.removeEventListener('abort', close);
        lines.close();
      }
    },
  };
}

/** Milliseconds in which lines that wait in the terminal are delivered. */
const typedAheadMs = 150;

/** Reads away what was typed before now. Only a terminal can have been typed at; what a pipe holds was written as answers. */
async function discardTypedAhead(input: NodeJS.ReadableStream & { readonly isTTY?: boolean }): Promise<void> {
  if (!input.isTTY) return;
  const discard = () => undefined;
  input.on('data', discard);
  input.resume();
  await sleep(typedAheadMs);
  input.off('data', discard);
  input.pause();
}
