import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** Every page of the documentation, that of the packages too, absolute. */
export function pages(): readonly string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? below(join(folder, entry.name)) : [join(root, folder, entry.name)],
    );
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
  const files = [
    ...['.', 'app', ...packages].map((folder) => join(root, folder, 'README.md')),
    ...['docs', ...packages.map((folder) => `${folder}/docs`)]
      .filter((it) => existsSync(join(root, it)))
      .flatMap(below),
  ];
  return files.filter((file) => file.endsWith('.md'));
}
