import { RunAborted } from './run-error';

/** How often it is looked whether the parent is still there, in milliseconds. */
const parentPollMs = 500;

/** Lets the process live on when what it says can't be written: a run that nobody watches any more still ends in order. */
export function outliveReaders(): void {
  for (const stream of outputs()) stream.on('error', () => undefined);
}

function outputs() {
  return [process.stdout, process.stderr] as const;
}

/**
 * Aborts the run when a signal asks for its end, when its parent is gone, or when nobody reads what it says: npm does not hand
 * on every signal to what it has started, and a closed terminal takes npm away without a word.
 *
 * @returns how to stop watching
 */
export function watchLifetime(controller: AbortController): () => void {
  const abort = (reason: string) => controller.abort(new RunAborted('interrupted', reason));
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const signalled = signals.map((signal) => {
    const handler = () => abort(`Ended by ${signal}.`);
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  const unread = outputs().map((stream) => {
    const handler = () => abort('Nobody reads what the rehearsal says.');
    stream.on('error', handler);
    return () => stream.off('error', handler);
  });
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) abort('The process that started the rehearsal is gone.');
  }, parentPollMs);
  return () => {
    clearInterval(timer);
    for (const remove of [...signalled, ...unread]) remove();
  };
}
