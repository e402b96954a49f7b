import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyPlaces } from '@delivery/rehearsal/faults/places';
import { faultsAt } from '../../../rehearsal/faults/all';

const faults = faultsAt(anyPlaces);
const root = join(__dirname, '../../..');
const clones: string[] = [];
afterAll(() => {
  for (const clone of clones) rmSync(clone, { recursive: true });
});

/** The parts of this repository that faults change. */
function clone(): string {
  const made = mkdtempSync(join(tmpdir(), 'faults-test-'));
  clones.push(made);
  for (const part of ['bin', 'app/src']) cpSync(join(root, part), join(made, part), { recursive: true });
  return made;
}

describe('the faults in the source', () => {
  const editing = faults.flatMap(({ name, edit }) => (edit ? [[name, edit] as const] : []));

  test('there are some', () => {
    expect(editing.length).toBeGreaterThanOrEqual(4);
  });

  test.each(editing)('%s finds its place in this repository, and changes what it names', async (_name, edit) => {
    const made = clone();
    const where = await edit(made);
    expect(where).toBeDefined();
    const [before, after] = [root, made].map((folder) => {
      const file = join(folder, where ?? '');
      return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    });
    expect(after).toBeDefined();
    expect(after).not.toBe(before);
  });

  test('the stack that fails halfway gets past the linter, so that CloudFormation has to stop it', async () => {
    const made = clone();
    // Not the repository's own: this test is part of the very commit in which the fault has been planted already.
    const app = `import { DeliveryApp } from '../lib/pipeline/delivery-app';\n\nnew DeliveryApp({});\n`;
    writeFileSync(join(made, 'bin/tap.ts'), app);
    await faults.find(({ name }) => name === 'stack-fails-halfway')?.edit?.(made);
    for (const part of ['biome.json', '.biome', 'package.json']) {
      cpSync(join(root, part), join(made, part), { recursive: true });
    }
    const biome = join(root, 'node_modules', '.bin', 'biome');
    const args = ['check', '--error-on-warnings', '--vcs-enabled=false', 'bin'];
    expect(spawnSync(biome, args, { cwd: made, encoding: 'utf8' })).toMatchObject({ stderr: '', status: 0 });
  });

  test('a fault that changes the app is not applied where the app is put together in another way', async () => {
    const made = clone();
    writeFileSync(join(made, 'bin/tap.ts'), 'start();\n');
    const nag = faults.find(({ name }) => name === 'nag-violation');
    expect(await nag?.edit?.(made)).toBeUndefined();
    expect(readFileSync(join(made, 'bin/tap.ts'), 'utf8')).toBe('start();\n');
  });
});
