import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { productionFolders } from '../docs/production-folders';

const root = join(__dirname, '../..');
const folder = join(root, 'packages/rehearsal');

const { exports: published } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
  exports: Record<string, string>;
};

/** Programs use the package by its name; tests that look inside it say so by the path. */
function importedBy(user: string): readonly string[] {
  return readdirSync(join(root, user), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(join(root, user, file), 'utf8').matchAll(/from '@delivery\/rehearsal(\/[^']+)'/g),
    ])
    .map(([, module]) => `.${module}`);
}

describe('the modules of the rehearsal that others may import', () => {
  test('are those that somebody imports, and no more', () => {
    const imported = new Set(productionFolders.flatMap(importedBy));
    expect(imported.size).toBeGreaterThan(10);
    expect(Object.keys(published).sort()).toEqual([...imported].sort());
  });

  test('are named one by one, each after its file', () => {
    expect(Object.entries(published).filter(([name, file]) => file !== `./src/${name.slice(2)}.ts`)).toEqual([]);
    expect(Object.values(published).filter((file) => !existsSync(join(folder, file)))).toEqual([]);
  });
});
