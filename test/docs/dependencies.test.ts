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

/** Names in the first column of the tables below a heading. */
function documented(heading: string): readonly string[] {
  const text = readFileSync(join(root, 'docs/dependencies.md'), 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? ''),
  );
}

describe.each([
  ['package.json', 'The repository'],
  ['app/package.json', 'The shop'],
])('%s', (file, heading) => {
  test('every dependency has a line that says why, and no line is without one', () => {
    const names = [...declared(file).keys()];
    expect(names.length).toBeGreaterThan(5);
    expect([...documented(heading)].sort()).toEqual(names.sort());
  });

  test('every version is pinned exactly', () => {
    const loose = [...declared(file)].filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
  });
});
