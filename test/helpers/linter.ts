import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

/**
 * What the linter finds, with this repository's configuration, in a repository of these files alone.
 *
 * @param files their texts, by path from the root
 */
export function findingsOfLinter(files: Readonly<Record<string, string>>): readonly LinterFinding[] {
  return findings('lint', files);
}

/** The same of the linter, the formatter and the order of imports together. */
export function checkedByLinter(files: Readonly<Record<string, string>>): readonly LinterFinding[] {
  return findings('check', files);
}

function findings(command: 'lint' | 'check', files: Readonly<Record<string, string>>): readonly LinterFinding[] {
  const folder = mkdtempSync(join(tmpdir(), 'linter-'));
  try {
    for (const configuration of ['biome.json', '.biome']) {
      cpSync(join(root, configuration), join(folder, configuration), { recursive: true });
    }
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    // With `--only` a rule is on wherever it is looked for.
    const { stdout } = spawnSync(
      join(root, 'node_modules/.bin/biome'),
      [command, '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json'],
      { cwd: folder, encoding: 'utf8' },
    );
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { category: string; location: { path: unknown } }[] };
    return diagnostics.map(({ category, location }) => ({
      category,
      file: Object.keys(files).find((file) => JSON.stringify(location.path).includes(file)) ?? '',
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
