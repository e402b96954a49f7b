import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { directions } from '../../scripts/docs/import-directions';
import { linterOverrides } from '../../scripts/docs/linter-overrides';

const root = join(__dirname, '../..');
const production = [
  'app/src',
  'bench',
  'bin',
  'checks',
  'contracts',
  'functions',
  'lib',
  'loadtests',
  'packages/coded-error/src',
  'packages/rehearsal/src',
  'rehearsal',
  'scripts',
  'scripts/test',
];
const tests = ['app/test', 'packages/rehearsal/test', 'test', 'test/scripts'];

/** A function of so many lines between its braces, a third as many of them empty. */
function functionOf(lines: number): string {
  const body = Array.from({ length: lines }, (_, index) => `  console.log(${index});${index % 3 === 0 ? '\n' : ''}`);
  return ['export function long(): void {', ...body, '}', ''].join('\n');
}

describe("the linter's configuration", () => {
  test('differs by folder as the tables say: else npm run docs was forgotten', () => {
    expect(directions.length).toBeGreaterThan(20);
    const { overrides } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as { overrides: object[] };
    expect(overrides).toEqual(linterOverrides());
  });

  const folder = mkdtempSync(join(tmpdir(), 'function-length-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('refuses a function of more than 80 lines, empty ones apart, wherever it is no test', () => {
    cpSync(join(root, 'biome.json'), join(folder, 'biome.json'));
    const plant = (place: string, name: string, lines: number) => {
      const file = join(place, `${name}.ts`);
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), functionOf(lines));
      return file;
    };
    const bad = production.map((place) => plant(place, 'too-long', 81));
    const good = [
      ...production.map((place) => plant(place, 'long-enough', 80)),
      ...tests.map((place) => plant(place, 'long-test', 81)),
    ];
    // With `--only` a rule is on wherever it is looked for.
    const { stdout } = spawnSync(
      join(root, 'node_modules/.bin/biome'),
      ['lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json'],
      { cwd: folder, encoding: 'utf8' },
    );
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { category: string; location: { path: unknown } }[] };
    const refused = diagnostics
      .filter(({ category }) => category === 'lint/complexity/noExcessiveLinesPerFunction')
      .map(({ location }) => JSON.stringify(location.path));
    const isRefused = (file: string) => refused.some((path) => path.includes(file));
    expect(bad.filter((file) => !isRefused(file))).toEqual([]);
    expect(good.filter(isRefused)).toEqual([]);
  });
});
