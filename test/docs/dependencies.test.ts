import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

interface Package {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Direct dependencies of a package.json, with their versions. */
function declared(file: string): ReadonlyMap<string, string> {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, file), 'utf8')) as Package;
  return new Map(Object.entries({ ...dependencies, ...devDependencies }));
}

/** Names in the first column of the tables below a heading of a page. */
function documented(page: string, heading: string): readonly string[] {
  const text = readFileSync(join(root, page), 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? ''),
  );
}

describe.each([
  ['package.json', 'docs/dependencies.md', 'The repository'],
  ['app/package.json', 'docs/dependencies.md', 'The shop'],
  ['packages/rehearsal/package.json', 'packages/rehearsal/docs/dependencies.md', 'The package'],
])('%s', (file, page, heading) => {
  test('every dependency has a line that says why, and no line is without one', () => {
    const names = [...declared(file).keys()];
    expect(names.length).toBeGreaterThan(0);
    expect([...documented(page, heading)].sort()).toEqual(names.sort());
  });

  test('every version is pinned exactly', () => {
    const loose = [...declared(file)].filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
  });
});
