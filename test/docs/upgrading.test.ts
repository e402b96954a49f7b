import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

function versionIn(file: string): string {
  return (JSON.parse(readFileSync(join(root, file), 'utf8')) as { readonly version: string }).version;
}

/** Sections that are about a version, in their order, with how long each is in characters. */
function sectionsOf(page: string): ReadonlyMap<string, number> {
  const sections = page.split(/^## /m).slice(1);
  return new Map(
    sections.flatMap((section) => {
      const [, version, text = ''] = /^(\d+\.\d+\.\d+)\n([\s\S]*)$/.exec(section) ?? [];
      return version === undefined ? [] : [[version, text.trim().length]];
    }),
  );
}

describe('docs/upgrading.md', () => {
  test('says first what the version of package.json asks of a clone', () => {
    const sections = sectionsOf(readFileSync(join(root, 'docs/upgrading.md'), 'utf8'));
    const [newest, length] = [...sections][0] ?? [];
    expect(newest).toBe(versionIn('package.json'));
    expect(length).toBeGreaterThan(100);
  });

  test('has no section for a version that is only named, or that says nothing', () => {
    expect([...sectionsOf('# Upgrading\n\n## Take 1.2.3\n\ntext\n\n## 0.2.0\n\ntext\n\n## 0.1.0\n')]).toEqual([
      ['0.2.0', 4],
      ['0.1.0', 0],
    ]);
  });
});

test('the lock file has the version of package.json', () => {
  const { version, packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly version: string;
    readonly packages: Readonly<Record<string, { readonly version?: string }>>;
  };
  expect([version, packages['']?.version]).toEqual([versionIn('package.json'), versionIn('package.json')]);
});
