import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { directions } from '../../scripts/docs/import-directions';
import { linterOverrides } from '../../scripts/docs/linter-overrides';
import { checkedByLinter, findingsOfLinter } from '../helpers/linter';
import { productionFolders } from './production-folders';

const root = join(__dirname, '../..');
const production = [...productionFolders, 'packages/coded-error/src', 'packages/rehearsal/src', 'scripts/test'];
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

  test('refuses a function of more than 80 lines, empty ones apart, wherever it is no test', () => {
    const plant = (places: readonly string[], name: string, lines: number) =>
      Object.fromEntries(places.map((place) => [join(place, `${name}.ts`), functionOf(lines)]));
    const bad = plant(production, 'too-long', 81);
    const good = { ...plant(production, 'long-enough', 80), ...plant(tests, 'long-test', 81) };
    const refused = findingsOfLinter({ ...bad, ...good })
      .filter(({ category }) => category === 'lint/complexity/noExcessiveLinesPerFunction')
      .map(({ file }) => file);
    expect(refused.sort()).toEqual(Object.keys(bad).sort());
  });

  test('holds one dialect: constants, imports of node:path, properties that may be undefined', () => {
    const bad = [
      'export const LONGEST_MS = 5;',
      "import path from 'node:path';\nexport const here = path.join('a');",
      "import * as path from 'node:path';\nexport const here = path.join('a');",
      'export const of = (a?: string) => ({ ...(a === undefined ? {} : { a }) });',
      'export const of = (a?: string) => ({ ...(a !== undefined && { name: a }) });',
    ];
    const good = [
      "export const longestMs = 5;\nexport const environment = { AWS_REGION: 'eu-west-1' };",
      "import { join } from 'node:path';\nexport const here = join('a');",
      'export const of = (a?: string) => ({ a, ...(a !== undefined && { name: a.trim() }) });',
    ];
    const plant = (name: string, texts: readonly string[]) =>
      Object.fromEntries(texts.map((text, index) => [`lib/${name}-${index}.ts`, `${text}\n`]));
    const refused = findingsOfLinter({ ...plant('bad', bad), ...plant('good', good) })
      .filter(({ category }) => category === 'plugin' || category === 'lint/style/useNamingConvention')
      .map(({ file }) => file);
    expect(refused.sort()).toEqual(Object.keys(plant('bad', bad)));
  });

  test('refuses a package that the package.json next above does not declare, wherever another one does', () => {
    const json = (dependencies: object, devDependencies = {}) => JSON.stringify({ dependencies, devDependencies });
    const of = (name: string) => `import { one } from '${name}';\n\nexport const two = one;\n`;
    const packages = {
      'package.json': json({}, { above: '1.0.0' }),
      'packages/rehearsal/package.json': json({ below: '1.0.0' }, { 'for-tests': '1.0.0' }),
    };
    const bad = {
      'lib/of-below.ts': of('below'),
      'packages/rehearsal/src/of-above.ts': of('above'),
      'packages/rehearsal/src/of-tests.ts': of('for-tests'),
      'packages/rehearsal/test/of-nobody.ts': of('nobody'),
    };
    const good = {
      'lib/of-above.ts': of('above'),
      'loadtests/lib/of-k6.ts': of('k6/http'),
      'packages/rehearsal/src/of-below.ts': of('below'),
      'packages/rehearsal/test/of-tests.ts': of('for-tests'),
    };
    const refused = findingsOfLinter({ ...packages, ...bad, ...good })
      .filter(({ category }) => category === 'lint/correctness/noUndeclaredDependencies')
      .map(({ file }) => file);
    expect(refused.sort()).toEqual(Object.keys(bad));
  });

  test('is the same for repositories that are looked at together: each is told what it has done', () => {
    const long = { 'test/long.ts': functionOf(81) };
    const upwards = { 'lib/config/upwards.ts': "export * from '../pipeline';\n" };
    const dialect = { 'lib/dialect.ts': "import * as path from 'node:path';\n\nexport const here = path.join('a');\n" };
    const repositories = [long, upwards, { 'lib/long.ts': functionOf(81) }, dialect, long];
    const found = checkedByLinter(repositories).map((findings) =>
      findings.map(({ category, file }) => [category, file]).filter(([category]) => category !== 'format'),
    );
    expect(found).toEqual([
      [],
      [['lint/style/noRestrictedImports', 'lib/config/upwards.ts']],
      [['lint/complexity/noExcessiveLinesPerFunction', 'lib/long.ts']],
      [['plugin', 'lib/dialect.ts']],
      [],
    ]);
  });
});
