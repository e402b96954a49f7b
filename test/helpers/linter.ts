import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');

/** What the linter says of one place. */
export interface LinterFinding {
  /** For example `lint/style/noRestrictedImports`; `plugin` for a rule of this repository's own. */
  readonly category: string;
  /** Where, from the root of the repository. */
  readonly file: string;
}

/** Texts of files, by path from the root of a repository. */
export type Files = Readonly<Record<string, string>>;

/** What the linter finds, with this repository's configuration, in a repository of these files alone. */
export function findingsOfLinter(files: Files): readonly LinterFinding[] {
  return findings('lint', configuration(), files);
}

/**
 * The same of the linter, the formatter and the order of imports together, in several repositories that know nothing of each
 * other: one call looks at all of them, because starting it takes longer than looking.
 *
 * @returns the findings of each repository, in their order
 */
export function checkedByLinter(repositories: readonly Files[]): readonly (readonly LinterFinding[])[] {
  const all = repositories.flatMap((files, index) =>
    Object.entries(files).map(([file, text]) => [`${index}/${file}`, text] as const),
  );
  const found = findings('check', configuration('*/'), Object.fromEntries(all));
  return repositories.map((_, index) =>
    found
      .filter(({ file }) => file === '' || file.startsWith(`${index}/`))
      .map(({ category, file }) => ({ category, file: file.slice(file.indexOf('/') + 1) })),
  );
}

/** This repository's configuration, for repositories that lie in the folders that `below` matches. */
function configuration(below = ''): string {
  const text = readFileSync(join(root, 'biome.json'), 'utf8');
  return JSON.stringify(
    JSON.parse(text, (key, value) =>
      key === 'includes' ? value.map((glob: string) => glob.replace(/^!*/, `$&${below}`)) : value,
    ),
  );
}

/** What is not said of one of the files has the file ''. */
function findings(command: 'lint' | 'check', configuration: string, files: Files): readonly LinterFinding[] {
  const folder = mkdtempSync(join(tmpdir(), 'linter-'));
  try {
    cpSync(join(root, '.biome'), join(folder, '.biome'), { recursive: true });
    writeFileSync(join(folder, 'biome.json'), configuration);
    // What they may import, where they bring no package.json of their own.
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    // Its own configuration is not looked at.
    const places = [...new Set(Object.keys(files).map((file) => file.split('/')[0] ?? file))];
    // With `--only` a rule is on wherever it is looked for.
    const { stdout } = spawnSync(
      join(root, 'node_modules/.bin/biome'),
      [command, '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json', ...places],
      { cwd: folder, encoding: 'utf8' },
    );
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { category: string; location: { path: unknown } }[] };
    return diagnostics.map(({ category, location: { path } }) => ({
      category,
      file: typeof path === 'string' && path in files ? path : '',
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
