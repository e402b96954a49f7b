import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import type { PageSection, SourceEdit } from './row';

const root = join(__dirname, '../..');

/** The headings of a page, each with the text down to the next one. */
export function sectionsOf(page: string): ReadonlyMap<string, string> {
  const [, ...parts] = readFileSync(join(root, page), 'utf8').split(/^#+ (.+)\n/m);
  return new Map(parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1] ?? '']] : [])));
}

/**
 * The edits that the diffs below a heading show: in each part of a diff, from its `@@ FILE @@` on, the lines that are there and
 * those that take their place. A part in which every line comes is a new file.
 *
 * @throws CodedError TAP2041 if the page has no such heading, or no diff below it
 */
export function pageEdits({ page, heading }: PageSection): readonly SourceEdit[] {
  const diffs = [...(sectionsOf(page).get(heading) ?? '').matchAll(/^```diff\n([\s\S]*?)^```$/gm)];
  if (diffs.length === 0) {
    throw new CodedError(
      'TAP2041',
      `${page} has no diff below "${heading}"; mend the row in scripts/configured/rows.ts`,
    );
  }
  return diffs
    .flatMap(([, diff = '']) => [...diff.matchAll(/^@@ (\S+) @@\n((?:(?!@@ ).*\n)+)/gm)])
    .map(([, file = '', part = '']) => ({
      file,
      replace: without('+', part) || undefined,
      by: without('-', part),
      writtenIn: `${page} below "${heading}"`,
    }));
}

/** The lines of a diff that do not begin with a mark, without their first column. */
function without(mark: '+' | '-', part: string): string {
  return part
    .split(/(?<=\n)/)
    .filter((line) => !line.startsWith(mark))
    .map((line) => line.replace(/^[ +-]/, ''))
    .join('');
}
