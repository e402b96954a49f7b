import { spawn } from 'node:child_process';
import { Interrupted } from './setup-error.mjs';

/** A program that ignores SIGTERM is killed after this many milliseconds. */
const killAfterMs = 3_000;

/**
 * @typedef {object} RunResult
 * @property {number | null} code exit code; null if a signal ended it or it could not be started
 * @property {string} stdout
 * @property {string} stderr
 * @property {boolean} timedOut
 */

/**
 * Runs a program without a shell and without input, in a process group of its own, so that all of it can be ended.
 *
 * @param {import('./context.mjs').Context} context
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env] added to the context's variables
 * @param {number} [options.timeoutMs] @default 15 minutes
 * @returns {Promise<RunResult>} also if the program fails or can't be started
 * @throws {Interrupted} if the context's signal fires; the program has ended by then
 */
export function run(context, command, args, { cwd = context.root, env = {}, timeoutMs = 15 * 60_000 } = {}) {
  if (context.signal.aborted) return Promise.reject(new Interrupted());
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...context.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    let killer = /** @type {NodeJS.Timeout | undefined} */ (undefined);
    const end = () => {
      signalGroup(child.pid, 'SIGTERM');
      killer ??= setTimeout(() => signalGroup(child.pid, 'SIGKILL'), killAfterMs);
    };
    const timer = setTimeout(() => {
      timedOut = true;
      end();
    }, timeoutMs);
    context.signal.addEventListener('abort', end, { once: true });
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stderr += text;
    });
    const finish = (/** @type {number | null} */ code) => {
      clearTimeout(timer);
      clearTimeout(killer);
      context.signal.removeEventListener('abort', end);
      if (context.signal.aborted) reject(new Interrupted());
      else resolve({ code, stdout, stderr, timedOut });
    };
    child.once('error', (error) => {
      stderr += error.message;
      finish(null);
    });
    child.once('close', finish);
  });
}

/** The last lines that say something, for an error's message. @param {RunResult} result */
export function lastWords(result, lines = 6) {
  if (result.timedOut) return 'it did not end in time';
  const text = result.stderr.trim() || result.stdout.trim();
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-lines)
    .map((line) => `  ${line.trimEnd()}`)
    .join('\n');
}

/** @param {number | undefined} pid @param {NodeJS.Signals} signal */
function signalGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended by itself.
  }
}
