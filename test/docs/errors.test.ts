import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(__dirname, '../..');
const folders = ['app/src', 'bench', 'bin', 'checks', 'lib', 'loadtests', 'rehearsal', 'scripts', 'site'];
const endings = ['ts', 'mjs', 'js'];

/** Files of the product that can name a code, relative to the repository. A source that a pipeline fetched has no git. */
function sources(): readonly string[] {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(`.${ending}`)))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** Codes with the files that name them. */
function codesInSources(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of sources()) {
    for (const [code] of readFileSync(join(root, file), 'utf8').matchAll(/TAP\d{4}/g)) {
      found.set(code, [...(found.get(code) ?? []), file]);
    }
  }
  return found;
}

interface Row {
  readonly code: string;
  readonly where: string;
  readonly meaning: string;
}

function rows(): readonly Row[] {
  const text = readFileSync(join(root, 'docs/errors.md'), 'utf8');
  return [...text.matchAll(/^\| (TAP\d{4}) \| `([^`]+)` \| ([^|]+) \|/gm)].map(
    ([, code = '', where = '', meaning = '']) => ({ code, where, meaning }),
  );
}

describe('docs/errors.md', () => {
  const inSources = codesInSources();
  const table = rows();

  test('has a row for every code of the sources, and no other', () => {
    expect(inSources.size).toBeGreaterThan(50);
    expect(table.map(({ code }) => code)).toEqual([...inSources.keys()].sort());
  });

  test('says where each code comes from', () => {
    expect(table.length).toBeGreaterThan(50);
    const wrong = table.filter(({ code, where }) => !inSources.get(code)?.some((file) => file.startsWith(where)));
    expect(wrong).toEqual([]);
  });

  test('says what each code means', () => {
    expect(table.filter(({ meaning }) => meaning.trim().length < 10)).toEqual([]);
  });
});
