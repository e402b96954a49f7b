import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Interrupted } from './setup-error.mjs';

/** A host that has not begun to answer by then is taken as out of reach. */
const answerWithinMs = 5_000;
const wholeWithinMs = 300_000;

/**
 * Downloads a file whose content is known.
 *
 * @param {string} url
 * @param {{ sha256: string, file: string, signal: AbortSignal, answerMs?: number, kept?: string }} options
 *   `kept`: a file of an earlier download, taken in place of a new one if it has the content, and written otherwise
 * @returns {Promise<'ok' | 'unreachable' | 'wrong content'>} `wrong content`: nothing was written
 * @throws {Interrupted}
 */
export async function download(url, { sha256, file, signal, answerMs = answerWithinMs, kept }) {
  if (kept !== undefined && existsSync(kept) && checksumOf(readFileSync(kept)) === sha256) {
    copyFileSync(kept, file);
    return 'ok';
  }
  const limit = new AbortController();
  const give = () => limit.abort();
  let timer = setTimeout(give, answerMs);
  signal.addEventListener('abort', give, { once: true });
  try {
    const response = await fetch(url, { signal: limit.signal, redirect: 'follow' });
    clearTimeout(timer);
    timer = setTimeout(give, wholeWithinMs);
    if (!response.ok) return 'unreachable';
    const content = Buffer.from(await response.arrayBuffer());
    if (checksumOf(content) !== sha256) return 'wrong content';
    writeFileSync(file, content);
    if (kept !== undefined) {
      mkdirSync(dirname(kept), { recursive: true });
      writeFileSync(kept, content);
    }
    return 'ok';
  } catch (error) {
    if (signal.aborted) throw new Interrupted();
    if (error instanceof Error && 'code' in error) throw error; // Not the network's: the disk is full, for example.
    return 'unreachable';
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', give);
  }
}

/** @param {Buffer} content */
function checksumOf(content) {
  return createHash('sha256').update(content).digest('hex');
}
