import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { matchesPattern } from '../../model/glob';
import { filesBelow } from '../codebuild/collect-files';

/** The files that a build may copy: those of its context that `.dockerignore` lets through, relative, with `/`. */
export async function contextFiles(context: string): Promise<readonly string[]> {
  const rules = await ignoreRules(context);
  return (await filesBelow(context)).filter((path) => {
    let ignored = false;
    for (const { pattern, again } of rules) {
      if (matchesPattern(pattern, path) || matchesPattern(`${pattern}/**`, path)) ignored = !again;
    }
    return !ignored;
  });
}

/** SHA-256 over names, modes and contents, hexadecimal: the same for the same files, wherever they lie. */
export async function digestOf(context: string, files: readonly string[], further: string): Promise<string> {
  const hash = createHash('sha256').update(further);
  for (const path of files) {
    const content = await readFile(join(context, path));
    const { mode } = await stat(join(context, path));
    hash.update(`\0${path}\0${(mode & 0o100) === 0 ? '-' : 'x'}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

async function ignoreRules(context: string): Promise<readonly { readonly pattern: string; readonly again: boolean }[]> {
  const text = await readFile(join(context, '.dockerignore'), 'utf8').catch(() => '');
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ again: line.startsWith('!'), pattern: line.replace(/^!/, '').replace(/^\/|\/$/g, '') }));
}
