import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Approver } from './approval';

/** `--yes`: approves everything. */
export const yesApprover: Approver = {
  decide(_where, ask) {
    ask();
    return Promise.resolve({ answer: 'approved', by: '--yes' });
  },
};

/**
 * Asks the person at the terminal, one question after the other: an answer belongs to the one that is open. The question itself is
 * printed by whoever shows the events. What was typed before it was asked answers nothing.
 *
 * @param input where the answer is read, line by line: `y` or `yes` approves, `n`, `no` or nothing rejects, anything
 * else is asked again
 */
export function terminalApprover(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Approver {
  let last: Promise<unknown> = Promise.resolve();
  return {
    decide(_where, ask, signal) {
      const answered = last.then(() => answerOf({ input, output, ask, signal }));
      last = answered.catch(() => undefined);
      return answered;
    },
  };
}

interface Question {
  readonly input: Input;
  readonly output: NodeJS.WritableStream;
  readonly ask: () => void;
  readonly signal: AbortSignal;
}

async function answerOf({ input, output, ask, signal }: Question): Promise<Answer> {
  signal.throwIfAborted();
  await discardTypedAhead(input);
  // A signal that came meanwhile would not be heard by a listener that is added now.
  signal.throwIfAborted();
  ask();
  const ended: Answer = { answer: 'rejected', by: 'the end of the input' };
  // Whoever listens now would wait for an end that was told already.
  if (input.readableEnded) return ended;
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
    return ended;
  } finally {
    signal.removeEventListener('abort', close);
    lines.close();
  }
}

/** Milliseconds in which what waits in the terminal is delivered. */
const typedAheadMs = 150;
/** What Ctrl-C is to a terminal that makes no signals of it. */
const interruptCharacter = '\u0003';

type Input = NodeJS.ReadableStream & {
  readonly readableEnded?: boolean;
  readonly isTTY?: boolean;
  readonly setRawMode?: (raw: boolean) => unknown;
};

/** Reads away what was typed before now. Only a terminal can have been typed at; what a pipe holds was written as answers. */
async function discardTypedAhead(input: Input): Promise<void> {
  if (!input.isTTY) return;
  const discard = (typed: Buffer | string) => {
    if (typed.toString().includes(interruptCharacter)) process.kill(process.pid, 'SIGINT');
  };
  // Without it a line that is not ended yet stays in the terminal, and becomes the beginning of the answer.
  input.setRawMode?.(true);
  input.on('data', discard);
  input.resume();
  await sleep(typedAheadMs);
  input.off('data', discard);
  input.pause();
  input.setRawMode?.(false);
}
