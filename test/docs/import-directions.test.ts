import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');

/** Imports against the directions of docs/architecture.md, each planted into a file of its own. */
const forbidden: readonly (readonly [folder: string, module: string])[] = [
  ['rehearsal', '../lib/config'],
  ['rehearsal/run', '../../lib/config/schema'],
  ['rehearsal/run', '../../lib/stacks/service-stack'],
  ['rehearsal/run', '../../scripts/build/chain'],
  ['checks', '../lib/config'],
  ['checks/smoke', '../../lib/config/schema'],
  ['checks/smoke', '../../lib/constructs/gated-alarm'],
  ['checks/smoke', '../../rehearsal/events'],
  ['checks/smoke', '../../scripts/build/chain'],
  ['functions/tell-failure', '../../lib/errors'],
  ['functions/tell-failure', '../../checks/manifest'],
  ['loadtests', '../lib/config'],
  ['loadtests', '../rehearsal/events'],
  ['loadtests/journeys', '../../lib/errors'],
  ['loadtests/journeys', '../../checks/manifest'],
  ['loadtests/lib', '../../checks/manifest'],
  ['lib/config', '../constructs/gated-alarm'],
  ['lib/config', '../../checks/environment'],
  ['lib/constructs', '../stacks/service-stack'],
  ['lib/constructs', '../stages/tap-stage'],
  ['lib/constructs', '../pipeline/source'],
  ['lib/constructs', '../../checks/evidence'],
  ['lib/constructs', '../../rehearsal/events'],
  ['lib/stacks', '../stages/tap-stage'],
  ['lib/stacks', '../pipeline/source'],
  ['lib/stacks', '../../scripts/build/chain'],
  ['lib/stages', '../pipeline/source'],
  ['lib/gates', '../stacks/service-stack'],
  ['lib/gates', '../pipeline/source'],
  ['lib/gates', '../../checks/program'],
  ['lib/pipeline', '../../rehearsal/events'],
  ['lib/pipeline', '../../scripts/build/chain'],
  ['lib/pipeline', '../../functions/tell-failure/message'],
  ['lib/stages', '../../functions/tell-failure/settings'],
];

/** What everybody may use, and the few bridges that there are. */
const allowed: readonly (readonly [folder: string, module: string])[] = [
  ['rehearsal/run', '../../lib/errors'],
  ['rehearsal/run', '../../checks/evidence'],
  ['checks/smoke', '../../lib/errors'],
  ['checks/smoke', '../../loadtests/lib/profile'],
  ['loadtests', '../lib/errors'],
  ['loadtests', './lib/profile'],
  ['loadtests', '../checks/load-test/verdict'],
  ['loadtests/journeys', '../lib/shop.ts'],
  ['lib/config', '../errors'],
  ['lib/config', '../../checks/gates'],
  ['lib/stages', '../../checks/gates'],
  ['lib/gates', '../../checks/gates'],
  ['lib/constructs', '../../checks/manifest'],
  ['lib/stacks', '../constructs/gated-alarm'],
  ['lib/stacks', '../../checks/ownership'],
  ['lib/pipeline', '../gates/smoke-gate'],
  ['lib/pipeline', '../../functions/tell-failure/settings'],
  ['functions/tell-failure', './settings'],
];

describe('the linter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'directions-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('refuses every import that is against the directions, and no other', () => {
    cpSync(join(root, 'biome.json'), join(folder, 'biome.json'));
    const plant = (kind: string, [place, module]: readonly [string, string], index: number) => {
      const file = join(place, `${kind}-${index}.ts`);
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `export * from '${module}';\n`);
      return file;
    };
    const bad = forbidden.map((one, index) => plant('forbidden', one, index));
    const good = allowed.map((one, index) => plant('allowed', one, index));
    const { stdout } = spawnSync(
      join(root, 'node_modules/.bin/biome'),
      ['lint', '--only=style/noRestrictedImports', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json'],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(bad.filter((file) => !stdout.includes(file))).toEqual([]);
    expect(good.filter((file) => stdout.includes(file))).toEqual([]);
  });
});
