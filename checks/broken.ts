import { CodedError } from '@delivery/coded-error';

/** The job's own program broke. It stands as the reason of the job's signal, so that work ends with what it has. */
export class Broken extends CodedError {
  /** @param how what happened: an exception that nobody caught, or a wait for nothing */
  constructor(how: string) {
    super('TAP3013', `the program of this job broke: ${how}`);
  }
}

/** Milliseconds that work gets to hand in what it has: k6 may take five seconds of them to end. */
const lastMs = 15_000;

/**
 * Work to its end, but for no more than some seconds once the program broke: what broke with it may never settle.
 *
 * @throws Broken when they are over
 */
export async function untilBroken<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const broken = new Promise<never>((_, reject) => {
    const wait = () => {
      if (signal.reason instanceof Broken) timer = setTimeout(reject, lastMs, signal.reason);
    };
    if (signal.aborted) wait();
    else signal.addEventListener('abort', wait, { once: true });
  });
  try {
    return await Promise.race([work, broken]);
  } finally {
    clearTimeout(timer);
  }
}
