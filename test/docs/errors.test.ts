import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { productionFolders } from './production-folders';

const root = join(__dirname, '../..');
const endings = ['ts', 'mjs', 'js'];

/** Each catalogue, with the folder that its places are relative to and the folders below it whose files throw its errors. */
const catalogues = [
  {
    page: 'docs/errors.md',
    tree: '.',
    folders: productionFolders,
  },
  { page: 'packages/rehearsal/docs/errors.md', tree: 'packages/rehearsal', folders: ['src'] },
] as const;

interface Row {
  readonly code: string;
  readonly where: string;
  readonly meaning: string;
}

/** Files below a folder that can name a code, relative to it. A source that a pipeline fetched has no git. */
function sources(tree: string, folders: readonly string[]): readonly string[] {
  return folders
    .flatMap((folder) => readdirSync(join(root, tree, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(`.${ending}`)))
    .map((entry) => relative(join(root, tree), join(entry.parentPath, entry.name)));
}

/** Codes with the files that name them. */
function codesIn(tree: string, folders: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of sources(tree, folders)) {
    for (const [code] of readFileSync(join(root, tree, file), 'utf8').matchAll(/TAP\d{4}/g)) {
      found.set(code, [...(found.get(code) ?? []), file]);
    }
  }
  return found;
}

function rowsOf(page: string): readonly Row[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^\| (TAP\d{4}) \| `([^`]+)` \| ([^|]+) \|/gm)].map(
    ([, code = '', where = '', meaning = '']) => ({ code, where, meaning }),
  );
}

describe.each(catalogues)('$page', ({ page, tree, folders }) => {
  const inSources = codesIn(tree, folders);
  const table = rowsOf(page);

  test('has a row for every code of its sources, and no other', () => {
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

test('no code stands in two catalogues', () => {
  const codes = catalogues.flatMap(({ page }) => rowsOf(page).map(({ code }) => code));
  expect(new Set(codes).size).toBe(codes.length);
});
