import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { nodeModules } from '../../scripts/setup/steps/node-modules.mjs';
import { Machine } from './support/machine';

const lock = (version: string) => ({
  packages: {
    '': { name: 'root' },
    'node_modules/a': { version, integrity: `sha512-${version}` },
    'node_modules/for-another-machine': { version: '1.0.0', integrity: 'sha512-x', optional: true },
  },
});
const installed = ({ packages }: ReturnType<typeof lock>) => ({
  packages: { 'node_modules/a': packages['node_modules/a'] },
});

describe('the packages of npm', () => {
  let machine: Machine;
  const step = nodeModules('');
  const write = (path: string, content: unknown) => machine.file(path, JSON.stringify(content));
  beforeEach(() => {
    machine = new Machine();
    write('package-lock.json', lock('1.0.0'));
  });
  afterEach(() => machine.remove());

  test('are missing in a bare clone, and not asked for where there is no lock file', async () => {
    expect(await step.satisfied(machine.context)).toBe(false);
    expect(await nodeModules('elsewhere').satisfied(machine.context)).toBe(true);
  });

  test('count as installed when a person ran npm ci; packages for other machines may be absent', async () => {
    write('node_modules/.package-lock.json', installed(lock('1.0.0')));
    expect(await step.satisfied(machine.context)).toBe(true);
  });

  test('are installed anew when the lock file has changed, whoever changed it', async () => {
    write('node_modules/.package-lock.json', installed(lock('1.0.0')));
    expect(await step.satisfied(machine.context)).toBe(true);
    write('package-lock.json', lock('2.0.0'));
    expect(await step.satisfied(machine.context)).toBe(false);
  });

  test('are missing where the link of a workspace is, whatever npm has noted', async () => {
    const workspace = { 'node_modules/own': { link: true } };
    write('package-lock.json', { packages: { ...lock('1.0.0').packages, ...workspace } });
    write('node_modules/.package-lock.json', { packages: { ...installed(lock('1.0.0')).packages, ...workspace } });
    expect(await step.satisfied(machine.context)).toBe(false);
    machine.file('node_modules/own/package.json', '{}');
    expect(await step.satisfied(machine.context)).toBe(true);
  });

  test('come from npm ci, which runs no script of a package', async () => {
    machine.program('npm', `echo "$@" > ${machine.folder}/arguments; /bin/mkdir -p node_modules`);
    await step.install(machine.context);
    expect(await step.satisfied(machine.context)).toBe(true);
    rmSync(join(machine.root, 'node_modules'), { recursive: true });
    expect(await step.satisfied(machine.context)).toBe(false);
  });

  test('a failing npm ci is a coded error with its last words, and nothing counts as installed', async () => {
    machine.program('npm', '/bin/mkdir -p node_modules; echo "npm error network" >&2; exit 1');
    await expect(step.install(machine.context)).rejects.toThrow(/^TAP4002: [\s\S]*npm error network$/);
    expect(await step.satisfied(machine.context)).toBe(false);
    expect(existsSync(join(machine.root, 'node_modules'))).toBe(true);
  });
});
