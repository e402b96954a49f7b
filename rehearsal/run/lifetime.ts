import { RunAborted } from './run-error';

/** How often it is looked whether the parent is still there, in milliseconds. */
const parentPollMs = 500;

/**
 * Aborts the run when a signal asks for its end, or when its parent is gone: npm does not hand on every signal to what it has
 * started, and a closed terminal takes npm away without a word.
 *
 * @returns how to stop watching
 */
export function watchLifetime(controller: AbortController): () => void {
  const abort = (reason: string) => controller.abort(new RunAborted('interrupted', reason));
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const handlers = signals.map((signal) => {
    const handler = () => abort(`Ended by ${signal}.`);
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) abort('The process that started the rehearsal is gone.');
  }, parentPollMs);
  return () => {
    clearInterval(timer);
    for (const remove of handlers) remove();
  };
}
