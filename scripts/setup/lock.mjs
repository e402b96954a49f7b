import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Interrupted, SetupError } from './setup-error.mjs';

/** The holder touches its lock this often; one that nobody touched for `staleMs` belongs to nobody. */
const touchMs = 5_000;
const staleMs = 60_000;
const pollMs = 250;

/**
 * Takes the one lock of the tools folder, waiting for another set-up to end.
 *
 * @param {import('./context.mjs').Context} context
 * @param {{ waitMs?: number }} [options] how long to wait. @default 15 minutes
 * @returns {Promise<() => void>} gives the lock back
 * @throws {SetupError} TAP4009 if the other set-up did not end in time
 * @throws {Interrupted}
 */
export async function takeLock({ tools, say, signal }, { waitMs = 15 * 60_000 } = {}) {
  mkdirSync(tools, { recursive: true });
  const lock = join(tools, 'lock');
  const own = join(tools, `lock.${process.pid}`);
  const deadline = Date.now() + waitMs;
  let told = false;
  writeFileSync(own, JSON.stringify({ pid: process.pid, host: hostname() }));
  try {
    while (!tryLink(own, lock)) {
      if (signal.aborted) throw new Interrupted();
      const holder = readHolder(lock);
      if (holder === undefined) continue;
      if (isStale(lock, holder)) {
        discard(lock, holder.text, own);
        continue;
      }
      if (!told) say(`another set-up (process ${holder.pid}) is at work here; waiting for it`);
      told = true;
      if (Date.now() > deadline) {
        throw new SetupError(
          'TAP4009',
          `another set-up (process ${holder.pid} on ${holder.host}) holds ${lock} and did not end in ${waitMs / 1000} s. ` +
            'Wait for it, or end it, and try again; if there is no such process, remove the file.',
        );
      }
      await wait(pollMs);
    }
  } finally {
    rmSync(own, { force: true });
  }
  const touch = setInterval(() => touchFile(lock), touchMs);
  touch.unref();
  return () => {
    clearInterval(touch);
    rmSync(lock, { force: true });
  };
}

/** A link is made by the kernel in one step, and not at all if the name is taken. @param {string} own @param {string} lock */
function tryLink(own, lock) {
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} lock */
function readHolder(lock) {
  try {
    const text = readFileSync(lock, 'utf8');
    /** @type {{ pid?: number, host?: string }} */
    const { pid = 0, host = '' } = JSON.parse(text || '{}');
    return { text, pid, host };
  } catch (error) {
    if (error instanceof SyntaxError) return { text: '', pid: 0, host: '' };
    return undefined;
  }
}

/** @param {string} lock @param {{ pid: number, host: string }} holder */
function isStale(lock, { pid, host }) {
  const touched = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  if (touched === undefined) return false;
  return Date.now() - touched > staleMs || (host === hostname() && !isAlive(pid));
}

/** @param {number} pid */
function isAlive(pid) {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Moves a stale lock away. Another process may have done so and taken the lock in between: then what was moved is a
 * living lock, and it is put back.
 * @param {string} lock @param {string} staleText @param {string} own
 */
function discard(lock, staleText, own) {
  const moved = `${own}.stale`;
  try {
    renameSync(lock, moved);
    if (readFileSync(moved, 'utf8') !== staleText) tryLink(moved, lock);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
  } finally {
    rmSync(moved, { force: true });
  }
}

/** @param {string} file */
function touchFile(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Removed by hand: another set-up may start then, which is what the person wanted.
  }
}
