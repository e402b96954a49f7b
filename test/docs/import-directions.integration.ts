import { existsSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { directions } from '../../scripts/docs/import-directions';
import { findingsOfLinter } from '../helpers/linter';

const root = join(__dirname, '../..');

/** Imports against the directions of docs/architecture.md, each planted into a file of its own. */
const forbidden: readonly (readonly [folder: string, module: string])[] = [
  ['packages/coded-error/src', '@delivery/rehearsal/command/run-error'],
  ['packages/coded-error/src', '../../../contracts/gates'],
  ['packages/rehearsal/src', '../../../lib/config'],
  ['packages/rehearsal/src', '../../../scripts/build/chain'],
  ['packages/rehearsal/src/run', '../../../../lib/config/schema'],
  ['packages/rehearsal/src/run', '../../../../contracts/evidence'],
  ['packages/rehearsal/src/run', '../../../../rehearsal/faults/all'],
  ['packages/rehearsal/src/faults', '../run/options'],
  ['packages/rehearsal/src/engine', '../executors/approval'],
  ['packages/rehearsal/src/cloud', '../executors/approval'],
  ['packages/rehearsal/src/model', '../cloud/base/contracts'],
  ['packages/rehearsal/src/events', '../model/pipeline'],
  ['packages/rehearsal/src/terminal', '../run/options'],
  ['packages/rehearsal/src/cloud/resources', '../gateway/gateway'],
  ['packages/rehearsal/src/cloud/workloads', '../doors/doors'],
  ['packages/rehearsal/src/cloud/gateway', '../../executors/approval'],
  ['packages/rehearsal/src/cloud/gateway', '../backing/backing'],
  ['packages/rehearsal/src/cloud/gateway/templates', '../../../run/options'],
  ['contracts', '../checks/gate'],
  ['contracts', '@delivery/rehearsal/rehearse'],
  ['contracts', '../loadtests/journeys/browse'],
  ['functions/tell-failure', '../../loadtests/lib/thresholds'],
  ['rehearsal', '../lib/config'],
  ['rehearsal/faults', '../../checks/gate'],
  ['rehearsal/probe', '../../scripts/build/chain'],
  ['checks', '../lib/config'],
  ['checks/smoke', '../../lib/config/schema'],
  ['checks/smoke', '../../lib/constructs/gated-alarm'],
  ['checks/smoke', '../../rehearsal/faults/all'],
  ['checks/smoke', '@delivery/rehearsal/cloud/local-cloud'],
  ['checks/smoke', '../../scripts/build/chain'],
  ['functions/tell-failure', '@delivery/coded-error'],
  ['functions/tell-failure', '../../checks/gate-settings'],
  ['loadtests/journeys', '../../lib/config'],
  ['loadtests/journeys', '../../contracts/manifest'],
  ['loadtests/lib', '@delivery/coded-error'],
  ['lib/config', '../constructs/gated-alarm'],
  ['lib/config', '../../checks/gate-settings'],
  ['lib/constructs', '../stacks/service-stack'],
  ['lib/constructs', '../stages/tap-stage'],
  ['lib/constructs', '../pipeline/source'],
  ['lib/constructs', '../../rehearsal/faults/all'],
  ['lib/constructs', '@delivery/rehearsal/events/events'],
  ['lib/stacks', '../stages/tap-stage'],
  ['lib/stacks', '../pipeline/source'],
  ['lib/stacks', '../../scripts/build/chain'],
  ['lib/stages', '../pipeline/source'],
  ['lib/gates', '../stacks/service-stack'],
  ['lib/gates', '../pipeline/source'],
  ['lib/gates', '../../checks/program'],
  ['lib/pipeline', '../../checks/program'],
  ['lib/pipeline', '../../scripts/build/chain'],
  ['lib/pipeline', '../../functions/tell-failure/message'],
  ['packages/coded-error/src', '../package.json'],
  ['packages/coded-error/src', '../../../app/src/log'],
  ['packages/coded-error/test', '../../../lib/config/names'],
  ['packages/coded-error/test', '@delivery/rehearsal/cli'],
  ['packages/rehearsal/src', '../../../app/src/log'],
  ['packages/rehearsal/src', '../../../site/app'],
  ['packages/rehearsal/src', '../../../site'],
  ['packages/rehearsal/src', '../../../buildspecs/smoke'],
  ['packages/rehearsal/src', '../../../lib'],
  ['packages/rehearsal/src', '../package.json'],
  ['packages/rehearsal/src', '../jest.config'],
  ['packages/rehearsal/src', '../test/report/support/sample'],
  ['packages/rehearsal/src', '../../coded-error/src/coded-error'],
  ['packages/rehearsal/src/model', '@delivery/rehearsal/cli'],
  ['packages/rehearsal/src/executors/codebuild', '../../run/options'],
  ['packages/rehearsal/src/not-in-the-table', '../run/options'],
  ['packages/rehearsal/test', '../../../lib/config/names'],
  ['packages/rehearsal/test/report', '../../../../app/src/log'],
  ['contracts', '../app/src/log'],
  ['app/src', '../../lib/config'],
  ['app/src/http', '../../../packages/rehearsal/src/cli'],
  ['app/test', '../../lib/stages/tap-stage'],
  ['site', '../app/src/log'],
  ['bin', '../scripts/build/chain'],
  ['scripts', '../packages/rehearsal/src/cloud/local-cloud'],
  ['scripts/browser', '../../packages/rehearsal/test/report/support/sample'],
  ['bench', '../packages/coded-error/src/coded-error'],
  ['rehearsal', '../packages/rehearsal/src/cloud/local-cloud'],
  ['loadtests/lib', '../journeys/browse.ts'],
];

/** What each may use. */
const allowed: readonly (readonly [folder: string, module: string])[] = [
  ['packages/rehearsal/src', './run/carry-out'],
  ['packages/rehearsal/src/run', '@delivery/coded-error'],
  ['packages/rehearsal/src/run', '../cloud/base/contracts'],
  ['packages/rehearsal/src/cloud', './gateway/assemble'],
  ['packages/rehearsal/src/cloud/gateway', '../resources/registry'],
  ['packages/rehearsal/src/cloud/backing', '../alarms/alarms'],
  ['packages/rehearsal/src', './cloud/backing/backing'],
  ['packages/rehearsal/src/cloud/gateway', '../../events/events'],
  ['contracts', '@delivery/rehearsal/events/gate-evidence'],
  ['contracts', '../loadtests/lib/thresholds'],
  ['rehearsal', '@delivery/rehearsal/rehearse'],
  ['rehearsal/faults', '../../contracts/manifest'],
  ['checks/smoke', '@delivery/coded-error'],
  ['checks/smoke', '../../contracts/evidence'],
  ['checks/smoke', '../../loadtests/lib/profile'],
  ['checks', '@delivery/rehearsal/loopback/loopback-interface'],
  ['loadtests/journeys', '../lib/shop.ts'],
  ['lib/config', '@delivery/coded-error'],
  ['lib/config', '../../contracts/gates'],
  ['lib/gates', '../config'],
  ['lib/constructs', '../../contracts/manifest'],
  ['lib/stacks', '../constructs/gated-alarm'],
  ['lib/pipeline', '../gates/smoke-gate'],
  ['lib/pipeline', '../../contracts/tell-failure-settings'],
  ['functions/tell-failure', './message'],
  ['functions/tell-failure', '../../contracts/tell-failure-settings'],
  ['scripts/build', '../../lib/config'],
  ['packages/rehearsal/src/cloud/gateway/templates', '../../base/contracts'],
  ['packages/rehearsal/src/cloud/gateway/templates', '../../../model/pipeline'],
  ['packages/rehearsal/src/report/html', '../count'],
  ['packages/rehearsal/test', '../src/cli'],
  ['packages/rehearsal/test/cloud/gateway', '../../../src/cloud/gateway/gateway'],
  ['packages/coded-error/test', '../src/coded-error'],
  ['app/src/http', '../log'],
  ['app/test', '../src/log'],
  ['bin', '../lib/config'],
  ['scripts/browser', '../../test/browser/report-page'],
  ['test/browser', '../../packages/rehearsal/test/report/support/sample'],
];

/** Every form in which a module can be imported. */
const forms = {
  import: (module) => `import { it } from '${module}';\nexport const here = it;`,
  importOfTypes: (module) => `import type { It } from '${module}';\nexport type Here = It;`,
  importForItsEffect: (module) => `import '${module}';`,
  exportOfAll: (module) => `export * from '${module}';`,
  exportOfTypes: (module) => `export type { It } from '${module}';`,
  dynamicImport: (module) => `export const here = await import('${module}');`,
  dynamicImportOfTemplate: (module) => `export const here = await import(\`${module}\`);`,
  dynamicImportOfCastText: (module) => `export const here = await import('${module}' as string);`,
  inlineType: (module) => `export type Here = import('${module}').It;`,
  typeOfModule: (module) => `export type Here = typeof import('${module}');`,
  require: (module) => `export const here = require('${module}');`,
  requireByAnotherName: (module) => `const load = require;\nexport const here = load('${module}');`,
  requireOfModule: (module) => `export const here = module.require('${module}');`,
  requireAsImport: (module) => `import here = require('${module}');\nexport const it = here;`,
  requireMade: (module) =>
    `import { createRequire } from 'node:module';\nexport const here = createRequire(__filename)('${module}');`,
  roundabout: (module) => `export * from './below/../${module}';`,
} satisfies Readonly<Record<string, (module: string) => string>>;

/** Those that are held to the directions; all others are refused, whatever they import. */
const plainForms = [
  'import',
  'importOfTypes',
  'importForItsEffect',
  'exportOfAll',
  'exportOfTypes',
  'dynamicImport',
] as const;

/** Where a higher layer is imported from a lower one. */
const upwards = ['packages/rehearsal/src/model', '../cloud/local-cloud'] as const;

/** Each folder, and the files that stand at its top: where it has layers, they may import them all, so no layer may import them. */
const trees = directions.map(({ folder }) => ({
  folder,
  layers: directions.map((one) => one.folder).filter((one) => one.startsWith(`${folder}/`)),
  roofs: readdirSync(join(root, folder)).flatMap((file) =>
    file.endsWith('.ts') ? [file.slice(0, -'.ts'.length)] : [],
  ),
}));

/** What stands at the top of each tree, its index and its bare folder, imported from every layer below. */
const roofsFromBelow = trees.flatMap(({ folder, layers, roofs }) =>
  [...roofs, 'index', ''].flatMap((file) =>
    layers.map((layer) => [layer, posix.relative(layer, posix.join(folder, file))] as const),
  ),
);

/** Files with one import each, by path. */
function plant(
  kind: string,
  imports: readonly (readonly [folder: string, module: string])[],
  form = forms.exportOfAll,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    imports.map(([folder, module], index) => [join(folder, `${kind}-${index}.ts`), `${form(module)}\n`]),
  );
}

/** The planted files that the linter refuses for what they import. */
function refusedOf(files: Readonly<Record<string, string>>): readonly string[] {
  const findings = findingsOfLinter(files).filter(({ category }) =>
    ['lint/style/noRestrictedImports', 'plugin'].includes(category),
  );
  return [...new Set(findings.map(({ file }) => file))].sort();
}

describe('the linter', () => {
  test('refuses every import that is against the directions, and no other', () => {
    const bad = plant('forbidden', forbidden);
    expect(refusedOf({ ...bad, ...plant('allowed', allowed) })).toEqual(Object.keys(bad).sort());
  });

  test('refuses from below what stands at the top of a tree', () => {
    expect(trees.filter(({ layers, roofs }) => layers.length > 0 && roofs.length > 0).length).toBeGreaterThan(1);
    expect(roofsFromBelow.length).toBeGreaterThan(100);
    const bad = plant('roof', roofsFromBelow);
    expect(refusedOf(bad)).toEqual(Object.keys(bad).sort());
  });

  test('refuses it in every form', () => {
    const bad = Object.assign(
      {},
      ...Object.entries(forms).map(([name, form]) => plant(name.toLowerCase(), [upwards], form)),
    );
    expect(Object.keys(bad)).toHaveLength(Object.keys(forms).length);
    expect(refusedOf(bad)).toEqual(Object.keys(bad).sort());
  });

  test('lets plain forms through that point down', () => {
    const good = Object.assign(
      {},
      ...plainForms.map((name) =>
        plant(name.toLowerCase(), [['packages/rehearsal/src/cloud', '../model/pipeline']], forms[name]),
      ),
    );
    expect(Object.keys(good)).toHaveLength(plainForms.length);
    expect(refusedOf({ ...good, 'lib/resolved.ts': "export const file = require.resolve('tsx');\n" })).toEqual([]);
  });

  test('refuses two files that import each other, also for types alone', () => {
    const folder = 'packages/rehearsal/src/model';
    const cycle = {
      [`${folder}/one.ts`]: "import type { Two } from './two';\nexport type One = Two | 1;\n",
      [`${folder}/two.ts`]: "import type { One } from './one';\nexport type Two = One | 2;\n",
    };
    const refused = findingsOfLinter({ ...cycle, [`${folder}/three.ts`]: "export type { One } from './one';\n" })
      .filter(({ category }) => category === 'lint/suspicious/noImportCycles')
      .map(({ file }) => file);
    expect(refused.sort()).toEqual(Object.keys(cycle));
  });
});

test('every folder of the table exists', () => {
  expect(directions.map(({ folder }) => folder).filter((folder) => !existsSync(join(root, folder)))).toEqual([]);
});
